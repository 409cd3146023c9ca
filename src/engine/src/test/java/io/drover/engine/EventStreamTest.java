package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come, that get lost, and that nobody understands. */
class EventStreamTest {
  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()));

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
  }

  @Test
  void changesAreTold() {
    Heard heard = new Heard();
    try (Engine.EventFeed feed = engine.watch(heard)) {
      assertThat(feed).isNotNull();
      Eventually.holds("connected", () -> heard.resyncs.get() == 1);
      String id = swarm.addService(ServiceSpec.named("web"));
      swarm.tell("image", "pull", "i1", Map.of());
      swarm.tell("container", "oom", "c1", Map.of("exitCode", "137"));
      Eventually.holds("told", () -> heard.events.size() == 2);
      assertThat(heard.events.getFirst())
          .isEqualTo(new Engine.Event("service", "create", id, Map.of("name", "web")));
      assertThat(heard.events.getLast().attributes()).containsEntry("exitCode", "137");
    }
  }

  @Test
  void aLostConnectionIsMadeAnewAndMeansResync() {
    Heard heard = new Heard();
    try (Engine.EventFeed feed = engine.watch(heard)) {
      assertThat(feed).isNotNull();
      for (int i = 1; i <= 3; i++) {
        int times = i;
        Eventually.holds("connected", () -> heard.resyncs.get() == times);
        swarm.manager().endStreams();
      }
      Eventually.holds("connected", () -> heard.resyncs.get() == 4);

      swarm.manager().goAway();
      Eventually.holds("tried in vain", () -> swarm.manager().requests("GET /_ping") > 5);
      assertThat(heard.resyncs).hasValue(4);
      swarm.manager().speaks("1.24", "1.40");
      swarm.manager().faults().failNext(2, "GET /events", 500, "not yet");
      swarm.manager().comeBack();
      Eventually.holds("connected", () -> heard.resyncs.get() == 5);
      swarm.addService(ServiceSpec.named("web"));
      Eventually.holds("told", () -> heard.of("service", "create") == 1);
    }
  }

  @Test
  void anEngineThatIsNotThereYetIsWaitedFor() {
    swarm.manager().goAway();
    Heard heard = new Heard();
    try (Engine.EventFeed feed = engine.watch(heard)) {
      assertThat(feed).isNotNull();
      Eventually.holds("tried", () -> swarm.manager().requests("GET /_ping") > 1);
      swarm.manager().comeBack();
      Eventually.holds("connected", () -> heard.resyncs.get() == 1);
    }
  }

  @Test
  void aClosedFeedTellsNothingAndConnectsNoMore() {
    Heard heard = new Heard();
    Engine.EventFeed feed = engine.watch(heard);
    Eventually.holds("connected", () -> heard.resyncs.get() == 1);
    feed.close();
    feed.close();
    swarm.addService(ServiceSpec.named("web"));
    Eventually.holds("gone", () -> tellsNobody());
    assertThat(heard.events).isEmpty();
    assertThat(heard.resyncs).hasValue(1);
    assertThat(swarm.manager().requests("GET /events")).isEqualTo(1);
  }

  /** A manager notices that a listener is gone when it tells it something. */
  private boolean tellsNobody() {
    swarm.tell("service", "update", "s", Map.of());
    return swarm.manager().streams() == 0;
  }

  @Test
  void aListenerThatFailsIsToldTheNextThing() {
    AtomicInteger told = new AtomicInteger();
    Engine.EventListener failing =
        new Engine.EventListener() {
          @Override
          public void onEvent(Engine.Event event) {
            told.incrementAndGet();
            throw new IllegalStateException("cannot stand it");
          }

          @Override
          public void onResync() {
            throw new IllegalStateException("cannot stand it");
          }
        };
    try (Engine.EventFeed feed = engine.watch(failing)) {
      assertThat(feed).isNotNull();
      Eventually.holds("connected", () -> swarm.manager().streams() == 1);
      swarm.tell("service", "update", "s", Map.of());
      swarm.tell("service", "update", "s", Map.of());
      Eventually.holds("told twice", () -> told.get() == 2);
      assertThat(swarm.manager().requests("GET /events")).isEqualTo(1);
    }
  }

  @Test
  void closingTheEngineEndsItsFeeds() {
    Heard heard = new Heard();
    engine.watch(heard);
    engine.watch(heard);
    Eventually.holds("connected", () -> heard.resyncs.get() == 2);
    engine.close();
    Eventually.holds("gone", () -> tellsNobody());
    assertThat(heard.resyncs).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "null",
        "[]",
        "7",
        "{}",
        "{\"Type\":\"service\"}",
        "{\"Type\":1,\"Action\":\"x\"}"
      })
  void whatIsNoEventIsPassedOver(String line) {
    assertThat(EventStream.read(line)).isEmpty();
  }

  @Test
  void anEventWithoutActorIsAnEvent() {
    assertThat(EventStream.read("{\"Type\":\"daemon\",\"Action\":\"reload\",\"New\":{}}"))
        .contains(new Engine.Event("daemon", "reload", "", Map.of()));
  }
}
