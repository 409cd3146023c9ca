package io.drover.failover.mirror.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.model.Reading;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorDeciderTest {
  private final World world = new World();

  private static List<String> steps(MirrorDecision decision) {
    return decision.plan().steps().stream().map(step -> step.action().describe()).toList();
  }

  @Test
  void networksAndConfigsComeFirstThenServicesThenNothing() {
    MirrorDecision first = world.round();
    assertThat(steps(first))
        .containsExactly(
            "create network app_net", "create config app_conf", "create service app_log");
    assertThat(first.report().isReady()).isFalse();
    assertThat(first.report().findings())
        .extracting(Finding::toString)
        .containsExactly(
            "NotYet: app_net is not as at the primary yet: the primary has it, with addresses of 10.0.1.0/24",
            "NotYet: app_conf is not as at the primary yet: the primary has it",
            "NotYet: app_log is not as at the primary yet: the primary has it; here it is made, but not started",
            "NotYet: app_web can't be written before these are there, and free: network app_net, config app_conf");
    MirrorDecision second = world.round();
    assertThat(steps(second)).containsExactly("create service app_web");
    MirrorDecision third = world.round();
    assertThat(third.plan().steps()).isEmpty();
    assertThat(third.report().isReady()).isTrue();
    assertThat(third.report().ready()).containsExactly("app_log", "app_web");
    assertThat(third.plan().reasons())
        .extracting(reason -> reason.code())
        .containsExactly("StandbyReady");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.drover.failover.mirror.decide.MirrorCases#lacks")
  void whatIsNotReadyIsFoundAndNotForced(MirrorCases.Case given) {
    assertThat(world.settle().report().findings()).isEmpty();
    int before = world.standby.written().size();
    given.change().accept(world);
    MirrorDecision decision = world.round();
    assertThat(decision.report().isReady()).isFalse();
    assertThat(decision.report().findings())
        .as("%s", decision.report())
        .anySatisfy(
            finding -> {
              assertThat(finding.code().word()).isEqualTo(given.code());
              assertThat(finding.name()).isEqualTo(given.about());
              assertThat(finding.text())
                  .contains(given.about().equals("cpu") ? "CPUs" : given.about());
            });
    assertThat(decision.plan().reasons())
        .extracting(reason -> reason.code())
        .contains(given.code());
    assertThat(decision.plan().steps())
        .noneMatch(step -> step.action() instanceof Action.RemoveObject);
    assertThat(world.standby.written().subList(before, world.standby.written().size()))
        .noneMatch(written -> written.endsWith(" " + given.about()));
    world.round();
    assertThat(world.decide().plan().steps()).as("a round later").isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.drover.failover.mirror.decide.MirrorCases#lacks")
  void whatIsLackingFromTheStartNeverMakesItRestless(MirrorCases.Case given) {
    given.change().accept(world);
    world.round();
    world.round();
    assertThat(world.decide().plan().steps()).isEmpty();
  }

  @ParameterizedTest(name = "a task tells: {0}")
  @ValueSource(booleans = {true, false})
  void aNetworkWhoseAddressesNobodyAskedForGetsThoseThatAreFree(boolean told) {
    world.standby.network("theirs", "", "10.0.1.0/24");
    if (told) {
      world.primary.task("app_net", "");
    }
    MirrorDecision decision = world.decide();
    assertThat(decision.writes().values())
        .filteredOn(MirrorWrite.MakeNetwork.class::isInstance)
        .allSatisfy(write -> assertThat(((MirrorWrite.MakeNetwork) write).withRange()).isFalse())
        .hasSize(1);
    world.settle();
    world.standby.network("app_net", "app", "10.0.7.0/24");
    assertThat(world.decide().report().findings()).isEmpty();
  }

  @Test
  void networksOfCertainAddressesAreMadeBeforeSwarmChoosesAny() {
    world.primary.task("app_net", "").network("app_web", "app", "10.4.0.0/24");
    assertThat(steps(world.decide()))
        .startsWith("create network app_web", "create network app_net");
  }

  @Test
  void nothingIsWrittenUnlessBothSitesAreKnown() {
    world.primary.isDown = true;
    assertNothingIsKnownOf("primary");
    world.primary.isDown = false;
    world.standby.isDown = true;
    assertNothingIsKnownOf("stand-by");
  }

  private void assertNothingIsKnownOf(String site) {
    MirrorDecision decision = world.round();
    assertThat(decision.plan().steps()).isEmpty();
    assertThat(decision.report().isKnown()).isFalse();
    assertThat(decision.report().findings())
        .extracting(Finding::toString)
        .containsExactly(
            "Unreadable: the %s's engine could not be read: nobody answers".formatted(site));
  }

  @Test
  void anEngineThatKeepsAnotherSpecIsSaidAndNotFought() {
    world.standby.keeps = spec -> spec.without("/TaskTemplate/ContainerSpec/Pids");
    MirrorDecision decision = world.settle();
    assertThat(decision.report().findings())
        .extracting(Finding::toString)
        .containsExactly(
            "NotKept: the stand-by's engine did not keep /TaskTemplate/ContainerSpec/Pids of app_web as it was written; is it another version of Docker?");
    world.standby.service(
        "app_web", world.standby.spec("app_web").toString().replace("shop/web:1", "evil:1"));
    assertThat(steps(world.round())).containsExactly("mirror app_web at the stand-by");
    assertThat(world.standby.spec("app_web").toString()).contains("shop/web:1");
  }

  @Test
  void whatTheEngineRefusesIsSaidInItsWords() {
    world.standby.refuses = "app_log";
    world.round();
    assertThat(world.decide().report().findings())
        .extracting(Finding::toString)
        .contains("Refused: app_log can't be written to the stand-by, which said: no app_log here");
    world.standby.refuses = "";
    assertThat(world.settle().report().isReady()).isTrue();
  }

  @Test
  void theSameInputGivesTheSameDecision() {
    MirrorInput input = world.input();
    assertThat(MirrorDecider.decide(input)).isEqualTo(MirrorDecider.decide(input));
    assertThat(input.primary()).isInstanceOf(Reading.Known.class);
  }

  @Test
  void aDescribedStackWithoutAnyServiceIsSaid() {
    world.primary.without("services", "app_web").without("services", "app_log");
    assertThat(world.decide().report().findings())
        .extracting(Finding::code)
        .contains(Finding.Code.EMPTY_STACK);
  }
}
