package io.drover.failover.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.State;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state is kept by compare-and-swap, and never guessed. */
class StateStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final List<String> SITES = List.of("first", "second");
  private SimulatedSwarm swarm;
  private DockerEngine engine;
  private StateStore store;

  @BeforeEach
  void start() {
    swarm = SimulatedSwarm.start();
    engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()));
    store = new StateStore(engine);
  }

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
  }

  @Test
  void whereNothingWasStoredThePrimaryServes() {
    assertThat(store.read(NOW).state()).isEqualTo(State.begin(NOW));
  }

  @Test
  void everyStateComesBackAsItWas() {
    for (int seed = 0; seed < 50; seed++) {
      State state = any(new SplittableRandom(seed));
      assertThat(store.replace(store.read(NOW), state, SITES)).isInstanceOf(Outcome.Applied.class);
      assertThat(store.read(NOW).state()).as("seed %d", seed).isEqualTo(state);
      assertThat(store.read(NOW).sites()).isEqualTo(SITES);
    }
  }

  @Test
  void whoReadBeforeSomebodyElseWroteChangesNothing() {
    StateStore.Stored never = store.read(NOW);
    State first = any(new SplittableRandom(1));
    store.replace(never, first, SITES);
    assertThat(store.replace(never, State.begin(NOW), SITES)).isInstanceOf(Outcome.Conflict.class);
    StateStore.Stored read = store.read(NOW);
    State second = any(new SplittableRandom(2));
    store.replace(read, second, SITES);
    assertThat(store.replace(read, first, SITES)).isInstanceOf(Outcome.Conflict.class);
    assertThat(store.read(NOW).state()).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "no json",
        "{\"phase\":\"ACTIVE\"}",
        "{\"phase\":\"UP\",\"serving\":\"PRIMARY\",\"epoch\":1,\"since\":\"2026-01-01T12:00:00Z\",\"unfenced\":false,\"confirmedOff\":false,\"moves\":[],\"recoveries\":[],\"why\":\"\"}",
        "{\"phase\":\"ACTIVE\",\"serving\":\"PRIMARY\",\"epoch\":\"1\",\"since\":\"2026-01-01T12:00:00Z\",\"unfenced\":false,\"confirmedOff\":false,\"moves\":[],\"recoveries\":[],\"why\":\"\"}",
        "{\"phase\":\"ACTIVE\",\"serving\":\"PRIMARY\",\"epoch\":1,\"since\":\"yesterday\",\"unfenced\":false,\"confirmedOff\":false,\"moves\":[],\"recoveries\":[],\"why\":\"\"}",
        "{\"phase\":\"ACTIVE\",\"serving\":\"PRIMARY\",\"epoch\":1,\"since\":\"2026-01-01T12:00:00Z\",\"unfenced\":0,\"confirmedOff\":false,\"moves\":[],\"recoveries\":[],\"why\":\"\"}"
      })
  void whatIsDamagedIsNotGuessed(String label) {
    engine.createConfig(StateStore.NAME, Map.of("drover.failover.state", label));
    assertThatThrownBy(() -> store.read(NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("find out which site serves");
  }

  private static State any(SplittableRandom random) {
    return new State(
        Phase.values()[random.nextInt(Phase.values().length)],
        Side.values()[random.nextInt(2)],
        random.nextLong(1L << 40),
        NOW.plusNanos(random.nextLong(1L << 50)),
        random.nextBoolean(),
        random.nextBoolean(),
        List.of(NOW, NOW.plusSeconds(random.nextInt(1000))),
        random.nextBoolean() ? List.of() : List.of(NOW.minusMillis(random.nextInt(1000))),
        "because \"of\" \u00e4 " + random.nextInt());
  }
}
