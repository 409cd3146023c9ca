package io.drover.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.drover.testkit.architecture.decide.ReadsFiles;
import io.drover.testkit.architecture.decide.ReadsTheClock;
import org.junit.jupiter.api.Test;

/** Rules that could not fail would be none. */
class ArchitectureRulesTest {
  private static void check(Class<?> type) {
    ArchitectureRules.check(new ClassFileImporter().importClasses(type));
  }

  @Test
  void aDecisionThatReadsTheClockIsFound() {
    assertThatThrownBy(() -> check(ReadsTheClock.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the time is part of the input");
  }

  @Test
  void aDecisionThatReadsFilesIsFound() {
    assertThatThrownBy(() -> check(ReadsFiles.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no I/O");
  }

  @Test
  void aNameThatSaysNothingIsFound() {
    assertThatThrownBy(() -> check(StringUtils.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("named after what it is");
  }

  @Test
  void goodClassesPass() {
    assertThatCode(() -> check(ArchitectureRules.class)).doesNotThrowAnyException();
  }

  @Test
  void nothingToCheckIsNotSuccess() {
    assertThatThrownBy(() -> ArchitectureRules.check("io.drover.nowhere"))
        .isInstanceOf(AssertionError.class);
  }
}
