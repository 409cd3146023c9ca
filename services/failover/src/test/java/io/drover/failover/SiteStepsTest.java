package io.drover.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Order;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.record.Orders;
import io.drover.failover.record.StateStore;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.pause.PauseState;
import io.drover.testkit.bind.BindServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds over two simulated Swarms and a real BIND 9. */
class SiteStepsTest {
  private static final String FENCED = "fence: {command: [\"true\"]}";
  private static final String UNFENCED = "fence: {without: refuse}";

  @TempDir Path folder;
  private TwoSites world;

  private TwoSites.Watcher watcher(String policy) throws IOException {
    world = new TwoSites(folder, policy);
    TwoSites.Watcher watcher = world.watcher();
    watcher.settle();
    return watcher;
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void nothingMoved() {
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isEqualTo(2);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
    assertThat(world.dig()).containsExactly("10.0.0.1");
  }

  @Test
  void aPrimaryThatDiedIsFencedFromOutsideThenTheStandbyStartsAndTheRecordsFollow()
      throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.primaryDies();
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(world.replicas(Side.STANDBY, "app_db")).isEqualTo(2);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isEqualTo(2);
    assertThat(world.dig()).containsExactly("10.0.0.2");
    assertThat(watcher.picture().state().unfenced()).isFalse();
    assertThat(world.bind.dig("web.example.test", "A")).containsExactly("10.0.0.2");
  }

  @Test
  void twoFailuresInARowMoveNothing() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.neighbours.die(world.one);
    watcher.rounds(2);
    world.neighbours.revive(world.one);
    watcher.rounds(10);
    assertThat(watcher.phase()).isEqualTo(Phase.HEALTHY);
    assertThat(watcher.picture().state().epoch()).isZero();
    nothingMoved();
  }

  @Test
  void withoutAFenceItStopsAndWaitsForAnOperatorWhoMayAnswerForIt() throws IOException {
    TwoSites.Watcher watcher = watcher(UNFENCED);
    world.primaryDies();
    watcher.untilPhase(Phase.MANUAL);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
    assertThat(watcher.picture().state().why()).contains("there is no external fence");

    var answer = watcher.orders.give(new Order.Serve(Side.STANDBY, true));
    watcher.round();
    assertThat(answer).isCompletedWithValueMatching(Orders.Answer.Accepted.class::isInstance);
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(world.dig()).containsExactly("10.0.0.2");
  }

  @Test
  void whereOnlyTheEntryPointDiedTheEngineItselfTurnsThePrimaryOff() throws IOException {
    TwoSites.Watcher watcher = watcher(UNFENCED);
    world.neighbours.die(world.one);
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(world.replicas(Side.PRIMARY, "app_db")).isZero();
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isZero();
  }

  @Test
  void aFenceThatFailsIsNoFence() throws IOException {
    TwoSites.Watcher watcher = watcher("fence: {command: [sh, -c, \"echo no power; exit 3\"]}");
    world.primaryDies();
    watcher.untilPhase(Phase.MANUAL);
    assertThat(watcher.picture().state().why()).contains("sh ended with 3: no power");
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
  }

  @Test
  void whoeverLeadsNextGoesOnFromEveryPhase() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.primaryDies();
    for (Phase phase : new Phase[] {Phase.FENCING, Phase.STARTING, Phase.ACTIVE}) {
      watcher.until("it came to " + phase, () -> hasPassed(phase));
      watcher = world.watcher();
    }
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(watcher.picture().state().epoch()).isEqualTo(1);
    assertThat(world.dig()).containsExactly("10.0.0.2");
  }

  @Test
  void whoLeadsNextDoesNotCutThePowerOfASiteWhoseEngineAnswers() throws IOException {
    Path cut = folder.resolve("cut");
    TwoSites.Watcher first = watcher("fence: {command: [touch, \"%s\"]}".formatted(cut));
    var order = first.orders.give(new Order.Serve(Side.STANDBY, false));
    first.round();
    assertThat(order).isCompletedWithValueMatching(Orders.Answer.Accepted.class::isInstance);
    world.watcher().untilPhase(Phase.ACTIVE);
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isZero();
    assertThat(cut).doesNotExist();
  }

  private boolean hasPassed(Phase phase) {
    try (DockerEngine engine =
        DockerEngine.connect(EngineAddress.parse(world.third.dockerHost()))) {
      return new StateStore(engine).read(world.clock.instant()).state().phase().compareTo(phase)
          >= 0;
    }
  }

  @Test
  void aPrimaryThatComesBackAsItWasIsTurnedOff() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.primaryDies();
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isEqualTo(2);
    world.swarms.get(Side.PRIMARY).manager().comeBack();
    watcher.until("it is off", () -> world.replicas(Side.PRIMARY, "app_web") == 0);
    assertThat(world.replicas(Side.PRIMARY, "app_db")).isZero();
    assertThat(watcher.phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void failingBackIsOrderedAndTurnsTheStandbyOff() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.primaryDies();
    watcher.untilPhase(Phase.ACTIVE);
    var early = watcher.orders.give(new Order.Serve(Side.PRIMARY, false));
    watcher.round();
    assertThat(early).isCompletedWithValueMatching(Orders.Answer.Refused.class::isInstance);

    world.swarms.get(Side.PRIMARY).manager().comeBack();
    world.neighbours.revive(world.one);
    watcher.until("it is off", () -> world.replicas(Side.PRIMARY, "app_web") == 0);
    watcher.rounds(3);
    var back = watcher.orders.give(new Order.Serve(Side.PRIMARY, false));
    watcher.round();
    assertThat(back).isCompletedWithValueMatching(Orders.Answer.Accepted.class::isInstance);
    watcher.untilPhase(Phase.HEALTHY);
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isEqualTo(2);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
    assertThat(world.dig()).containsExactly("10.0.0.1");
  }

  @Test
  void whileBindIsAwayTheMoveIsNotOverAndSaysWhy() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.bind.close();
    world.primaryDies();
    watcher.until("it waits for the records", () -> watcher.says("RecordsNotChanged"));
    assertThat(world.replicas(Side.STANDBY, "app_web")).isEqualTo(2);
    world.bind.start();
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(world.dig()).containsExactly("10.0.0.2");
  }

  @Test
  void aWatcherThatHearsNobodyMovesNothing() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.neighbours.allFallSilent();
    watcher.rounds(6);
    assertThat(watcher.says("CutOff")).isTrue();
    assertThat(watcher.picture().state().epoch()).isZero();
    nothingMoved();
  }

  @Test
  void observingItSaysWhatItWouldDo() throws IOException {
    world = new TwoSites(folder, FENCED);
    world.mode = Mode.OBSERVE;
    TwoSites.Watcher watcher = world.watcher();
    watcher.settle();
    world.neighbours.die(world.one);
    watcher.until("it would move", () -> !watcher.picture().plan().held().isEmpty());
    watcher.rounds(3);
    assertThat(watcher.phase()).isEqualTo(Phase.FAILED);
    assertThat(watcher.picture().plan().held().getFirst().by().code()).isEqualTo("Observing");
    nothingMoved();
  }

  @Test
  void aPauseHoldsItBackAndRefusesOrders() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.pause = new PauseState.Unreadable("nobody knows");
    world.primaryDies();
    watcher.rounds(6);
    var order = watcher.orders.give(new Order.Serve(Side.STANDBY, true));
    watcher.round();
    assertThat(order).isCompletedWithValueMatching(Orders.Answer.Refused.class::isInstance);
    assertThat(watcher.picture().state().epoch()).isZero();
  }

  @Test
  void ofTwoThatBothBelieveToLeadOneGoesOn() throws IOException {
    TwoSites.Watcher first = watcher(FENCED);
    TwoSites.Watcher second = world.watcher();
    second.settle();
    world.primaryDies();
    first.until(
        "one of them moved",
        () -> {
          second.round();
          return first.phase() == Phase.ACTIVE && second.phase() == Phase.ACTIVE;
        });
    assertThat(first.picture().state().epoch()).isEqualTo(1);
  }

  @Test
  void whoDoesNotHoldTheLeaseStandsByAndRefusesOrders() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    watcher.leads = false;
    var order = watcher.orders.give(new Order.Serve(Side.STANDBY, false));
    watcher.round();
    assertThat(watcher.board.picture()).isEmpty();
    assertThat(order).isCompletedWithValueMatching(Orders.Answer.Refused.class::isInstance);
  }

  @Test
  void aDamagedStateIsSaidAndNothingIsDone() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    try (DockerEngine engine =
        DockerEngine.connect(EngineAddress.parse(world.third.dockerHost()))) {
      engine.createConfig(StateStore.NAME, Map.of("drover.failover.state", "{}"));
    }
    world.primaryDies();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(watcher::round).hasMessageContaining("is damaged");
    }
    assertThat(watcher.dependencies.all())
        .anyMatch(one -> one.name().equals("failover-state") && !one.up());
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
  }

  private TwoSites.Watcher backAtThePrimary(boolean standbyDies) throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    watcher.orders.give(new Order.Serve(Side.STANDBY, false));
    watcher.untilPhase(Phase.ACTIVE);
    watcher.rounds(3);
    if (standbyDies) {
      world.neighbours.die(world.two);
      world.swarms.get(Side.STANDBY).manager().goAway();
      watcher.rounds(3);
    }
    var back = watcher.orders.give(new Order.Serve(Side.PRIMARY, false));
    watcher.round();
    assertThat(back).isCompletedWithValueMatching(Orders.Answer.Accepted.class::isInstance);
    watcher.untilPhase(Phase.HEALTHY);
    return watcher;
  }

  @Test
  void thePrimaryServesAgainThoughTheStandbyIsGoneForGood() throws IOException {
    backAtThePrimary(true);
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isEqualTo(2);
    assertThat(world.dig()).containsExactly("10.0.0.1");
  }

  @Test
  void aStandbyThatComesBackAsItWasIsTurnedOff() throws IOException {
    TwoSites.Watcher watcher = backAtThePrimary(true);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isEqualTo(2);
    world.swarms.get(Side.STANDBY).manager().comeBack();
    watcher.until("it is off", () -> world.replicas(Side.STANDBY, "app_web") == 0);
    assertThat(watcher.phase()).isEqualTo(Phase.HEALTHY);
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isEqualTo(2);
  }

  @Test
  void whileItIsPausedRecordsThatDriftedStayAsTheyAre() throws IOException {
    TwoSites.Watcher watcher = backAtThePrimary(false);
    world.pause = new PauseState.Unreadable("nobody knows");
    world.bind.close();
    Files.deleteIfExists(folder.resolve("example.test.db.jnl"));
    BindServer.zone(folder, "example.test", "", "app 30 A 10.0.0.2");
    world.bind.start();
    watcher.rounds(3);
    assertThat(world.dig()).containsExactly("10.0.0.2");
    world.pause = new PauseState.Running();
    watcher.until("they are led back", () -> world.dig().equals(List.of("10.0.0.1")));
  }

  @Test
  void whoLeadsNextTriesToStartBeforeItGivesUp() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.primaryDies();
    watcher.until("it starts", () -> hasPassed(Phase.STARTING));
    world.clock.advance(Duration.ofHours(1));
    world.watcher().untilPhase(Phase.ACTIVE);
    assertThat(world.dig()).containsExactly("10.0.0.2");
  }

  @Test
  void aClockThatIsSetBackDoesNotStopTheWatching() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    world.clock.advance(Duration.ofDays(-1));
    world.primaryDies();
    watcher.rounds(20);
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(watcher.picture().at()).isBefore(Instant.parse("2026-01-01T12:00:00Z"));
  }

  @Test
  void sitesThatChangedTheirPlacesAreNotTakenForEachOther() throws IOException {
    TwoSites.Watcher watcher = watcher(FENCED);
    watcher.orders.give(new Order.Serve(Side.STANDBY, false));
    watcher.untilPhase(Phase.ACTIVE);
    Path file = folder.resolve("failover.yml");
    String text = Files.readString(file);
    List<String> lines = new ArrayList<>(text.lines().toList());
    Collections.swap(lines, 1, 2);
    Files.writeString(file, String.join("\n", lines));
    watcher.rounds(5);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isEqualTo(2);
    assertThat(watcher.dependencies.all())
        .anyMatch(one -> one.name().equals("failover-state") && one.reason().contains("first"));
    Files.writeString(file, text);
    watcher.until("it goes on", () -> watcher.board.picture().isPresent());
    assertThat(watcher.phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void aStackThatThePrimaryHasUnderAnotherNameIsNotTakenForOff() throws IOException {
    TwoSites.Watcher watcher = watcher(UNFENCED);
    Path file = folder.resolve("failover.yml");
    Files.writeString(
        file, Files.readString(file).replace("stacks: [", "stacks: [{name: other}, "));
    world.neighbours.die(world.one);
    watcher.untilPhase(Phase.MANUAL);
    assertThat(watcher.picture().state().why()).contains("no service of stack other is there");
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
  }
}
