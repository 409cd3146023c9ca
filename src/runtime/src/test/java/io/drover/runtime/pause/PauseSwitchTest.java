package io.drover.runtime.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.engine.EngineAddress;
import io.drover.engine.EngineException;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause that everybody sees, that ends by itself, and that in doubt holds. */
class PauseSwitchTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final ManualClock clock = new ManualClock();
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final Engine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()));
  private final PauseSwitch pause = new PauseSwitch(engine);
  private final PauseSwitch elsewhere = new PauseSwitch(engine);

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
  }

  private Outcome set(PauseSwitch by, Duration length, String why) {
    Instant now = clock.instant();
    return by.set(now, now.plus(length), "ann", why);
  }

  private PauseState read() {
    return elsewhere.read(clock.instant());
  }

  private String objectId() {
    return engine.config(PauseSwitch.OBJECT).orElseThrow().id();
  }

  @Test
  void beforeAnythingWasReadNothingMayAct() {
    assertThat(pause.lastRead().isRunning()).isFalse();
    assertThat(read()).isEqualTo(new PauseState.Running());
    assertThat(elsewhere.lastRead().isRunning()).isTrue();
  }

  @Test
  void aPauseIsSeenByAllAndEndsByItself() {
    String why = "moving \"house\" \u00fc\n";
    assertThat(set(pause, HALF_AN_HOUR, why)).isInstanceOf(Outcome.Applied.class);
    Instant until = ManualClock.START.plus(HALF_AN_HOUR);
    assertThat(read()).isEqualTo(new PauseState.Paused(until, "ann", why));
    clock.set(until.minusNanos(1));
    assertThat(read().isRunning()).isFalse();
    clock.set(until);
    assertThat(read().isRunning()).isTrue();
  }

  @Test
  void aPauseCanBeChangedAndEnded() {
    set(pause, HALF_AN_HOUR, "first");
    String id = objectId();
    assertThat(set(elsewhere, Duration.ofHours(2), "second")).isInstanceOf(Outcome.Applied.class);
    assertThat(objectId()).isEqualTo(id);
    assertThat(read())
        .isEqualTo(
            new PauseState.Paused(ManualClock.START.plus(Duration.ofHours(2)), "ann", "second"));
    assertThat(pause.clear()).isInstanceOf(Outcome.Applied.class);
    assertThat(read().isRunning()).isTrue();
    assertThat(pause.clear()).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void whatEndedIsReplacedAndNeverRevived() {
    set(pause, HALF_AN_HOUR, "first");
    String ended = objectId();
    clock.advance(HALF_AN_HOUR);
    assertThat(set(pause, HALF_AN_HOUR, "second")).isInstanceOf(Outcome.Applied.class);
    assertThat(objectId()).isNotEqualTo(ended);
    // whoever still wants to tidy the ended one away does no harm
    engine.removeConfig(ended);
    assertThat(read().isRunning()).isFalse();
  }

  @Test
  void whatEndedLongAgoIsTidiedAway() {
    set(pause, HALF_AN_HOUR, "x");
    clock.advance(HALF_AN_HOUR.plusMinutes(5));
    assertThat(read().isRunning()).isTrue();
    assertThat(engine.config(PauseSwitch.OBJECT)).isPresent();
    clock.advance(Duration.ofNanos(1));
    assertThat(read().isRunning()).isTrue();
    assertThat(engine.config(PauseSwitch.OBJECT)).isEmpty();
  }

  @Test
  void aManagerThatCannotBeAskedMeansPaused() {
    swarm.manager().goAway();
    assertThat(read()).isInstanceOf(PauseState.Unreadable.class);
    assertThat(elsewhere.lastRead().isRunning()).isFalse();
    assertThatThrownBy(() -> set(pause, HALF_AN_HOUR, "x")).isInstanceOf(EngineException.class);
    swarm.manager().comeBack();
    swarm.manager().faults().answerNext(1, "GET /configs", 200, "{}");
    assertThat(read()).isInstanceOf(PauseState.Unreadable.class);
    assertThat(read().isRunning()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-01-01", "30m"})
  void anEndThatCannotBeReadMeansPausedUntilSomebodyLooks(String until) {
    engine.createConfig(PauseSwitch.OBJECT, Map.of("drover.pause.until", until));
    assertThat(read())
        .isInstanceOfSatisfying(
            PauseState.Unreadable.class,
            unreadable ->
                assertThat(unreadable.reason()).contains("drover.pause.until", "expected"));
    assertThat(set(pause, HALF_AN_HOUR, "x")).isInstanceOf(Outcome.Applied.class);
    assertThat(read()).isInstanceOf(PauseState.Paused.class);
  }

  @Test
  void ofTwoAtTheSameMomentOneIsTold() {
    set(pause, HALF_AN_HOUR, "x");
    swarm.manager().faults().overtakeNext(1, "POST /configs");
    assertThat(set(pause, HALF_AN_HOUR, "y")).isInstanceOf(Outcome.Conflict.class);
    assertThat(set(pause, HALF_AN_HOUR, "y")).isInstanceOf(Outcome.Applied.class);
  }
}
