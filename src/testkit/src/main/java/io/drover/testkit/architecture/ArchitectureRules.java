package io.drover.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.drover.testkit.nativeimage.NativeImageRules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Who may depend on whom, and what may not happen where decisions are made. */
public final class ArchitectureRules {
  private static final String CORE = "io.drover.core..";
  private static final String ARCHIVE = "io.drover.archive..";
  private static final String MANIFESTS = "io.drover.manifests..";
  private static final String ENGINE = "io.drover.engine..";
  private static final String RUNTIME = "io.drover.runtime..";
  private static final String JOURNAL = "io.drover.journal..";
  private static final List<String> SERVICES =
      List.of("agent", "placement", "scaling", "health", "backup", "failover");

  private ArchitectureRules() {}

  /**
   * Checks the classes of this package and below, tests excepted, and that a native image knows
   * what they need.
   *
   * @throws AssertionError when a rule is broken; says by what
   */
  public static void check(String root) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(root);
    if (classes.isEmpty()) {
      throw new AssertionError("no classes in " + root);
    }
    check(classes);
    NativeImageRules.check(classes);
  }

  static void check(JavaClasses classes) {
    for (ArchRule rule : rules()) {
      // Not every rule has something to say about every module.
      rule.allowEmptyShould(true).check(classes);
    }
  }

  private static List<ArchRule> rules() {
    return List.of(
        classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE, "java..")
            .because("core stands on the JDK alone"),
        classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("java.net.http..", "java.sql..", "java.nio.file..")
            .because("core does no I/O"),
        libraries(ARCHIVE, MANIFESTS, ENGINE, RUNTIME, JOURNAL),
        libraries(MANIFESTS, ARCHIVE, ENGINE, RUNTIME, JOURNAL),
        libraries(ENGINE, ARCHIVE, MANIFESTS, RUNTIME, JOURNAL),
        libraries(RUNTIME, ARCHIVE, MANIFESTS, JOURNAL),
        libraries(JOURNAL, ARCHIVE, MANIFESTS, ENGINE),
        servicesStandAlone(),
        pure(),
        noClockIn("..decide.."),
        noClockIn("..guard.."),
        fields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(CORE)
            .should()
            .notHaveRawType(Optional.class)
            .orShould()
            .bePrivate()
            .because("Optional is what a method returns, not what a record holds for all to see"),
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .because("a class is named after what it is"));
  }

  private static ArchRule libraries(String library, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(library)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(packages("io.drover."));
  }

  private static String[] packages(String prefix) {
    return SERVICES.stream().map(service -> prefix + service + "..").toArray(String[]::new);
  }

  private static ArchRule servicesStandAlone() {
    return com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
        .matching("io.drover.(agent|placement|scaling|health|backup|failover)..")
        .should()
        .notDependOnEachOther()
        .because("services talk HTTP");
  }

  /** What decides or guards is a function of its input. */
  private static ArchRule pure() {
    return noClasses()
        .that()
        .resideInAnyPackage("..decide..", "..guard..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ENGINE,
            JOURNAL,
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.util.concurrent..",
            "java.util.logging..",
            "org.jboss.logging..",
            "jakarta..",
            "io.quarkus..")
        .because("deciding and guarding do no I/O, no logging and share no state");
  }

  private static ArchRule noClockIn(String where) {
    return noClasses()
        .that()
        .resideInAPackage(where)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .because("the time is part of the input, and chance of none");
  }
}
