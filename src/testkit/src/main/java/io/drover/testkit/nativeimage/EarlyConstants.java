package io.drover.testkit.nativeimage;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Constants that can't be made when an image is built: Quarkus initializes all classes then but
 * those that are named, and the compiler fails where one of the named is initialized by another's
 * constants. Followed are calls of our own code, as it is written: what overrides a method is not.
 */
final class EarlyConstants {
  private EarlyConstants() {}

  static List<String> problems(JavaClasses classes, NativeConfiguration configuration) {
    SortedSet<String> problems = new TreeSet<>();
    for (JavaClass one : classes) {
      if (configuration.isForRunTime(one.getName())) {
        continue;
      }
      for (JavaCodeUnit unit : reached(one, classes)) {
        for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
          String target = access.getTargetOwner().getName();
          if (configuration.isForRunTime(target)) {
            problems.add(
                "%s is initialized when an image is built, and with it %s, which must not be"
                    .formatted(one.getName(), target));
          }
        }
      }
    }
    return List.copyOf(problems);
  }

  private static Set<JavaCodeUnit> reached(JavaClass from, JavaClasses ours) {
    Set<JavaCodeUnit> reached = new HashSet<>();
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    from.getStaticInitializer().ifPresent(open::add);
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.poll();
      if (reached.add(unit)) {
        for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
          access
              .getTarget()
              .resolveMember()
              .filter(JavaCodeUnit.class::isInstance)
              .map(JavaCodeUnit.class::cast)
              .filter(called -> ours.contain(called.getOwner().getName()))
              .ifPresent(open::add);
        }
      }
    }
    return reached;
  }
}
