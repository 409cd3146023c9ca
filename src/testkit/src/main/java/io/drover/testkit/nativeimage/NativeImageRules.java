package io.drover.testkit.nativeimage;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/**
 * What a native image must know beforehand, and would otherwise miss only when it runs: the classes
 * that Jackson binds, the resources that are read, and that nothing else is found by its name or
 * made too early. What is made too early can fail the build itself.
 */
public final class NativeImageRules {
  private NativeImageRules() {}

  /**
   * Checks these classes, and the configuration of native images on the class path.
   *
   * @throws AssertionError that lists everything that is missing
   */
  public static void check(JavaClasses classes) {
    JavaClasses shipped = classes.that(resideOutsideOfPackage("io.drover.testkit.."));
    checkCalls(shipped);
    fail(problems(shipped, NativeConfiguration.ofDrover()));
    checkConfiguration();
  }

  /**
   * Checks that everything exists which the modules on the class path tell native images of.
   *
   * @throws AssertionError that lists what doesn't
   */
  public static void checkConfiguration() {
    fail(NativeConfiguration.ofDrover().problems());
  }

  static void checkCalls(JavaClasses classes) {
    for (ArchRule rule : SurprisingCalls.rules()) {
      rule.allowEmptyShould(true).check(classes);
    }
  }

  private static void fail(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /**
   * Checks that Jackson binds nothing in this package and below: a module that reads and writes
   * trees only, and that has no way to register classes.
   *
   * @throws AssertionError that names the types which are bound
   */
  public static void checkNothingBound(String root) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(root);
    if (classes.isEmpty()) {
      throw new AssertionError("no classes in " + root);
    }
    checkNothingBound(classes);
  }

  static void checkNothingBound(JavaClasses classes) {
    JacksonCalls.Found found = JacksonCalls.in(Bytecode.of(classes));
    BoundTypes bound = new BoundTypes(found.types());
    if (!bound.classes().isEmpty() || !found.unclear().isEmpty()) {
      throw new AssertionError(
          "Jackson binds classes in a module that has no way to register them: %s %s"
              .formatted(bound.classes(), found.unclear()));
    }
  }

  static List<String> problems(JavaClasses classes, NativeConfiguration configuration) {
    Bytecode bytecode = Bytecode.of(classes);
    JacksonCalls.Found found = JacksonCalls.in(bytecode);
    BoundTypes bound = new BoundTypes(found.types());
    Registrations registrations = Registrations.of(classes);
    List<String> problems = new ArrayList<>(found.unclear());
    problems.addAll(bound.unclear());
    bound.classes().stream()
        .filter(type -> !registrations.has(type))
        .map(
            type ->
                "%s is bound by Jackson, but no @RegisterForReflection names it"
                    .formatted(type.getName()))
        .forEach(problems::add);
    problems.addAll(ResourceCalls.problems(bytecode, configuration));
    problems.addAll(EarlyConstants.problems(classes, configuration));
    return problems;
  }
}
