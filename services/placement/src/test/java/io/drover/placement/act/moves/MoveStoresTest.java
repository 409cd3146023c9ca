package io.drover.placement.act.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Outcome;
import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.placement.act.moves.DrainIntents.Stored;
import io.drover.placement.decide.moves.DrainIntent;
import io.drover.placement.decide.moves.DrainIntent.Order;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import io.drover.placement.decide.moves.MoveRecord;
import io.drover.placement.decide.moves.MoveRecord.Lesson;
import io.drover.placement.decide.moves.MoveRecord.Lie;
import io.drover.placement.decide.moves.MoveRecord.Move;
import io.drover.placement.decide.moves.Surge;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept in the Swarm, on a simulated one. */
class MoveStoresTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final Engine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final DrainIntents drains = new DrainIntents(engine);
  private final MoveRecords moves = new MoveRecords(engine);
  private final ServiceOrders orders = new ServiceOrders(engine);
  private final ScalingRests rests = new ScalingRests(orders);
  private final DrainIntent intent =
      new DrainIntent(
          "n3",
          "node3",
          "active",
          new Order(true, NOW, "ana", "new disk, \"quoted\""),
          Stage.CLEARING,
          Map.of("s1", new Surge("shop web", 3, 5, 2)));

  @AfterEach
  void close() {
    engine.close();
    swarm.close();
  }

  private Stored.Known known() {
    return (Stored.Known) drains.of("n3").orElseThrow();
  }

  @Test
  void aDrainIsReadAsItWasWritten() {
    assertThat(drains.begin(intent)).isInstanceOf(Outcome.Applied.class);
    assertThat(known().intent()).isEqualTo(intent);
    assertThat(drains.write(known(), intent.without("s1").at(Stage.RESTORING)))
        .isInstanceOf(Outcome.Applied.class);
    assertThat(known().intent()).isEqualTo(intent.without("s1").at(Stage.RESTORING));
    drains.end(known());
    assertThat(drains.read()).isEmpty();
  }

  @Test
  void aNodeHasOneDrainAndTwoWritersAreNotBothRight() {
    drains.begin(intent);
    assertThat(drains.begin(intent)).isInstanceOf(Outcome.Conflict.class);
    Stored.Known seen = known();
    drains.write(seen, intent.without("s1"));
    assertThat(drains.write(seen, intent.at(Stage.RESTORING))).isInstanceOf(Outcome.Conflict.class);
  }

  @Test
  void aDrainThatCantBeReadSaysSo() {
    engine.createConfig("drover.drain.n9", Map.of("drover.drain.node", "n9"));
    assertThat(drains.read())
        .singleElement()
        .isInstanceOfSatisfying(
            Stored.Unreadable.class,
            unreadable -> assertThat(unreadable.why()).contains("drover.drain.n9", "missing"));
  }

  @Test
  void movesAreReadAsTheyWereWritten() {
    Surge surge = new Surge("web", 3, 4, 3);
    Lie lie = new Lie("a", "b", "a=3,b=0");
    List<Move> stages =
        List.of(
            new Move.Raising(surge, lie),
            new Move.Lowering(surge, lie),
            new Move.Replacing(12, lie),
            new Move.None());
    for (Move stage : stages) {
      MoveRecord record =
          new MoveRecord(
              "s1",
              stage,
              List.of(NOW.minusSeconds(60), NOW),
              new Lesson(false, "a=3,b=0", NOW, "it did not"));
      assertThat(moves.write(moves.read(), record)).isInstanceOf(Outcome.Applied.class);
      assertThat(moves.read().records()).isEqualTo(Map.of("s1", record));
    }
    moves.forget(moves.read(), "s1");
    assertThat(moves.read().records()).isEmpty();
  }

  @Test
  void aRecordThatCantBeReadIsTold() {
    engine.createConfig(
        "drover.move.s1", Map.of("drover.move.service", "s1", "drover.move.stage", "flying"));
    assertThat(moves.read().problems()).singleElement().asString().contains("drover.move.s1");
    assertThat(moves.read().records()).isEmpty();
  }

  @Test
  void scalingRestsWhileTasksAreMovedAndNoLonger() {
    rests.keep(Set.of("s1"), orders.read(NOW), NOW);
    assertThat(orders.read(NOW).get("s1"))
        .isInstanceOfSatisfying(
            ServiceOrder.Pause.class, pause -> assertThat(pause.by()).isEqualTo("placement"));
    rests.keep(Set.of(), orders.read(NOW), NOW);
    assertThat(orders.read(NOW)).isEmpty();
  }

  @Test
  void aRestThatWouldEndIsRenewed() {
    rests.keep(Set.of("s1"), orders.read(NOW), NOW);
    Instant first = orders.read(NOW).get("s1").until();
    rests.keep(Set.of("s1"), orders.read(NOW), NOW.plusSeconds(60));
    assertThat(orders.read(NOW).get("s1").until()).isEqualTo(first);
    rests.keep(Set.of("s1"), orders.read(NOW), first.minus(Duration.ofMinutes(5)));
    assertThat(orders.read(NOW).get("s1").until()).isAfter(first);
  }

  @Test
  void anOperatorsOrderStaysAsItIs() {
    ServiceOrder own = new ServiceOrder.Pause(NOW.plusSeconds(60), "ana", "holiday");
    orders.set("s1", own);
    rests.keep(Set.of("s1"), orders.read(NOW), NOW);
    rests.keep(Set.of(), orders.read(NOW), NOW);
    assertThat(orders.read(NOW)).isEqualTo(Map.of("s1", own));
  }
}
