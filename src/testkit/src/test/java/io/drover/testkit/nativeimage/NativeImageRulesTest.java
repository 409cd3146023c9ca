package io.drover.testkit.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.drover.testkit.nativeimage.samples.ByName;
import io.drover.testkit.nativeimage.samples.Constant;
import io.drover.testkit.nativeimage.samples.Parcel;
import io.drover.testkit.nativeimage.samples.Reads;
import io.drover.testkit.nativeimage.samples.Registered;
import io.drover.testkit.nativeimage.samples.Resources;
import io.drover.testkit.nativeimage.samples.Seal;
import io.drover.testkit.nativeimage.samples.Seed;
import io.drover.testkit.nativeimage.samples.Stamp;
import io.drover.testkit.nativeimage.samples.Trees;
import io.drover.testkit.nativeimage.samples.Vague;
import io.drover.testkit.nativeimage.samples.Writes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that could not fail would be none. */
class NativeImageRulesTest {
  private static final String UNREGISTERED =
      " is bound by Jackson, but no @RegisterForReflection names it";

  private static JavaClasses classes(Class<?>... types) {
    return new ClassFileImporter().importClasses(types);
  }

  private static List<String> problems(Class<?>... types) {
    return problems("", types);
  }

  private static List<String> problems(String resources, Class<?>... types) {
    return NativeImageRules.problems(
        classes(types),
        NativeConfiguration.of(resources, JsonNodeFactory.instance.arrayNode(), ""));
  }

  @Test
  void whatARegisteredClassHoldsMustBeRegisteredToo() {
    assertThat(problems(Reads.class, Parcel.class))
        .containsExactlyInAnyOrder(
            Stamp.class.getName() + UNREGISTERED,
            Seal.class.getName() + UNREGISTERED,
            Seal.Wax.class.getName() + UNREGISTERED,
            Seal.Lead.class.getName() + UNREGISTERED);
  }

  @Test
  void anotherClassMayRegister() {
    assertThat(problems(Reads.class, Parcel.class, Registered.class)).isEmpty();
  }

  @Test
  void nothingIsRegisteredWithoutTheAnnotation() {
    assertThat(problems(Reads.class)).contains(Parcel.class.getName() + UNREGISTERED);
  }

  @Test
  void whatIsHandedOnIsFollowedToWhoKnowsItsType() {
    assertThat(problems(Writes.class))
        .containsExactlyInAnyOrder(
            Stamp.class.getName() + UNREGISTERED,
            Writes.Addressee.class.getName() + UNREGISTERED,
            Seal.class.getName() + UNREGISTERED,
            Seal.Wax.class.getName() + UNREGISTERED,
            Seal.Lead.class.getName() + UNREGISTERED,
            Parcel.Label.class.getName() + UNREGISTERED);
  }

  @Test
  void treesNeedNothing() {
    assertThat(problems(Trees.class)).isEmpty();
    assertThatCode(() -> NativeImageRules.checkNothingBound(classes(Trees.class)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatNoTypeTellsIsFound() {
    assertThat(problems(Vague.class))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("Vague.next gives to Jackson can't be told"))
        .anyMatch(problem -> problem.contains("holds objects of which no type is known"));
  }

  @Test
  void aModuleThatBindsNothingStaysSo() {
    assertThatThrownBy(() -> NativeImageRules.checkNothingBound(classes(Reads.class, Parcel.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no way to register them")
        .hasMessageContaining(Parcel.class.getName());
    assertThatThrownBy(() -> NativeImageRules.checkNothingBound("io.drover.nowhere"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void resourcesMustExistAndBeNamed() {
    String samples = Resources.class.getName() + ".";
    assertThat(problems("", Resources.class))
        .hasSize(4)
        .anyMatch(
            problem ->
                problem.startsWith(samples + "present") && problem.contains("no native image has"))
        .anyMatch(
            problem -> problem.startsWith(samples + "absent") && problem.contains("doesn't exist"))
        .anyMatch(
            problem -> problem.startsWith(samples + "through") && problem.contains("Eventually"))
        .anyMatch(problem -> problem.startsWith(samples + "any") && problem.contains("no literal"));
    assertThat(
            problems(
                "io/drover/testkit/**/samples/*.class, io/drover/testkit/Even*", Resources.class))
        .hasSize(2)
        .allMatch(problem -> problem.contains("absent") || problem.contains("no literal"));
    assertThat(problems("io/*.class", Resources.class)).hasSize(4);
  }

  private static void check(Class<?> type) {
    NativeImageRules.checkCalls(classes(type));
  }

  @Test
  void whatIsLookedUpByItsNameIsFound() {
    assertThatThrownBy(() -> check(ByName.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a native image has only what it was told of");
  }

  @Test
  void whatIsMadeWhenTheImageIsBuiltIsFound() {
    assertThatThrownBy(() -> check(Constant.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a native image has its constants from the machine that built it")
        .hasMessageContaining("was violated (1 times)");
    assertThatCode(() -> check(Reads.class)).doesNotThrowAnyException();
  }

  private static List<String> early(String atRunTime) {
    return EarlyConstants.problems(
        classes(Seed.class),
        NativeConfiguration.of(
            "", JsonNodeFactory.instance.arrayNode(), "--initialize-at-run-time=" + atRunTime));
  }

  @Test
  void aConstantMayNotBringInWhatIsForRunTime() {
    String chance = Seed.Chance.class.getName();
    assertThat(early(chance))
        .containsExactly(
            "%s is initialized when an image is built, and with it %s, which must not be"
                .formatted(Seed.class.getName(), chance));
    assertThat(early(chance + "," + Seed.class.getName())).isEmpty();
    assertThat(early("io.drover.testkit.nativeimage.samples")).isEmpty();
    assertThat(early("org.xbill.DNS")).isEmpty();
  }
}
