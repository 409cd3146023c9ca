package io.drover.testkit.nativeimage;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code @RegisterForReflection} names: the class that carries it or, where it has targets,
 * those; with the classes that are nested in them.
 */
final class Registrations {
  /** By name: the test kit doesn't stand on Quarkus. */
  private static final String ANNOTATION = "io.quarkus.runtime.annotations.RegisterForReflection";

  private final Set<String> classes = new HashSet<>();
  private final Set<String> withNested = new HashSet<>();

  private Registrations() {}

  static Registrations of(JavaClasses all) {
    Registrations registrations = new Registrations();
    for (JavaClass holder : all) {
      Optional<JavaAnnotation<JavaClass>> annotation = holder.tryGetAnnotationOfType(ANNOTATION);
      annotation.ifPresent(found -> registrations.add(holder, found));
    }
    return registrations;
  }

  private void add(JavaClass holder, JavaAnnotation<?> annotation) {
    List<String> named = new ArrayList<>();
    for (JavaClass target : annotation.get("targets").map(JavaClass[].class::cast).orElseThrow()) {
      named.add(target.getName());
    }
    annotation.get("classNames").map(String[].class::cast).map(List::of).ifPresent(named::addAll);
    if (named.isEmpty()) {
      named.add(holder.getName());
    }
    if (!says(annotation, "methods") || !says(annotation, "fields")) {
      return;
    }
    (says(annotation, "ignoreNested") ? classes : withNested).addAll(named);
  }

  private static boolean says(JavaAnnotation<?> annotation, String property) {
    return annotation.get(property).map(Boolean.class::cast).orElse(true);
  }

  boolean has(Class<?> type) {
    return classes.contains(type.getName()) || hasWithNested(type);
  }

  private boolean hasWithNested(Class<?> type) {
    return type != null
        && (withNested.contains(type.getName()) || hasWithNested(type.getDeclaringClass()));
  }
}
