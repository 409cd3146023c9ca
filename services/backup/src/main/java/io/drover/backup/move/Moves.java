package io.drover.backup.move;

import io.drover.backup.act.NodeAgents;
import io.drover.backup.decide.move.MovePlan;
import io.drover.backup.decide.move.MovePlanner;
import io.drover.backup.decide.run.RunFacts;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.move.MoveView.Stage;
import io.drover.backup.observe.RunFactsReader;
import io.drover.backup.observe.SwarmState;
import io.drover.backup.run.Claims;
import io.drover.backup.run.Tools;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.engine.EngineException;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Orders moves, confirms them, and undoes those that were cut off. */
public final class Moves {
  private static final Logger LOG = Logger.getLogger(Moves.class);
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(5);

  private final Tools tools;
  private final Claims claims;
  private final MoveRecords records;
  private final Map<String, MoveRun> live = new ConcurrentHashMap<>();
  private final Map<String, MoveView> views = new ConcurrentHashMap<>();

  /**
   * Moves.
   *
   * @param claims which volumes are being worked on
   */
  public Moves(Tools tools, Claims claims) {
    this.tools = tools;
    this.claims = claims;
    this.records = new MoveRecords(tools.engine());
  }

  /** What came of asking for one. */
  public sealed interface Ordered {
    /** It is under way. */
    record Running(MoveView view) implements Ordered {}

    /** It can't be done. */
    record Refused(MovePlan plan) implements Ordered {}

    /** Somebody else is at it, or this instance must not act. */
    record NotNow(String why) implements Ordered {}
  }

  private record Seen(SwarmState state, MovePlan plan) {}

  /**
   * What a move would come to.
   *
   * @throws EngineException when the engine can't be read from
   */
  public MovePlan plan(String volume, String to) {
    return see(volume, to).plan();
  }

  private Seen see(String volume, String to) {
    Instant now = tools.time().now().wall();
    SwarmState state = SwarmState.read(tools.engine(), now);
    NodeAgents.Found agents = tools.agents().find();
    Set<String> all =
        state.serviceViews().stream().map(ServiceView::id).collect(Collectors.toSet());
    RunFacts facts =
        RunFactsReader.read(
            state, new ServiceOrders(tools.engine()).read(now), agents, all, Set.of(volume));
    Set<String> usable =
        state.nodeViews().stream()
            .filter(node -> node.isReady() && node.availability().equals("active"))
            .map(NodeView::hostname)
            .collect(Collectors.toSet());
    return new Seen(state, MovePlanner.plan(facts, volume, to, usable));
  }

  /**
   * Orders a move; returns once it is planned.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Ordered order(String volume, String to, String by) {
    if (!tools.acts().mayAct()) {
      return new Ordered.NotNow(
          "this instance does not hold the lease, or must not act on it at this moment");
    }
    if (tools.suite().mode() == Mode.OBSERVE) {
      return new Ordered.NotNow("observe mode: nothing is done; ask for the plan");
    }
    Instant now = tools.time().now().wall();
    if (!(tools.pause().read(now) instanceof PauseState.Running)) {
      return new Ordered.NotNow("the suite is paused: scripts/drover resume ends that");
    }
    Seen seen = see(volume, to);
    if (!seen.plan().possible()) {
      return new Ordered.Refused(seen.plan());
    }
    MoveRecord record = record(seen, volume, by, now);
    if (records.read().stream().anyMatch(other -> shares(other, record))) {
      return new Ordered.NotNow(
          "a move of it is not over yet: confirm it, or wait until it is undone");
    }
    if (claims.claim(record.id(), record.volumes()).isPresent()) {
      return new Ordered.NotNow("one of the volumes is being worked on by another run");
    }
    Outcome begun = records.begin(record);
    if (!(begun instanceof Outcome.Applied)) {
      claims.release(record.id());
      return new Ordered.NotNow("the record of the move could not be written: " + begun);
    }
    show(record, 0L, "");
    MoveRun move = new MoveRun(tools, records, record, (step, bytes) -> show(step, bytes, ""));
    live.put(record.id(), move);
    Thread.ofVirtual()
        .name("move-" + volume)
        .start(() -> end(move, () -> move.run(stops(seen.plan()), idle(seen.plan()))));
    return new Ordered.Running(record.view(0, ""));
  }

  private static boolean shares(MoveRecord one, MoveRecord other) {
    return one.volumes().stream().anyMatch(other.volumes()::contains);
  }

  private static MoveRecord record(Seen seen, String volume, String by, Instant now) {
    List<MoveRecord.Along> services =
        seen.plan().services().stream()
            .map(
                moved ->
                    new MoveRecord.Along(moved.id(), moved.name(), moved.replicas(), moved.tied()))
            .toList();
    return new MoveRecord(
        UUID.randomUUID().toString(),
        volume,
        seen.plan().volumes(),
        seen.plan().from(),
        seen.plan().to(),
        services,
        Stage.STOPPING,
        now,
        by);
  }

  private static List<RunPlan.Stop> stops(MovePlan plan) {
    return plan.services().stream()
        .filter(moved -> moved.replicas() > 0)
        .map(
            moved ->
                new RunPlan.Stop(
                    moved.id(), moved.name(), moved.version(), moved.replicas(), STOPS_WITHIN))
        .toList();
  }

  private static List<RunPlan.Idle> idle(MovePlan plan) {
    return plan.services().stream()
        .filter(moved -> moved.replicas() == 0)
        .map(moved -> new RunPlan.Idle(moved.id(), moved.name(), moved.version()))
        .toList();
  }

  @FunctionalInterface
  private interface Way {
    void go() throws IOException, InterruptedException;
  }

  private void end(MoveRun move, Way way) {
    String message = "";
    try {
      way.go();
    } catch (IOException | EngineException failed) {
      message = String.valueOf(failed.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      message = "the service was stopped meanwhile";
    } catch (RuntimeException unexpected) {
      message = unexpected.toString();
      LOG.errorf(unexpected, "the move of %s failed", move.record().volume());
    } finally {
      ended(move, message);
      claims.release(move.record().id());
      live.remove(move.record().id());
    }
  }

  private void ended(MoveRun move, String message) {
    MoveRecord record = move.record();
    if (message.isEmpty()) {
      tell(
          record, Reason.of("Moved", "volume %s is on %s".formatted(record.volume(), record.to())));
    } else if (record.stage() == Stage.STARTING) {
      // Tried again in rounds.
      show(record, 0L, message);
    } else {
      undo(record, message);
    }
  }

  /** What can't be undone now is tried again in rounds. */
  private void undo(MoveRecord record, String why) {
    if (!tools.acts().mayAct()) {
      return;
    }
    MoveRun move = new MoveRun(tools, records, record, (now, bytes) -> {});
    if (move.undo()) {
      records.end(record.id());
      show(record.at(Stage.UNDONE), 0L, why);
      tell(
          record,
          Reason.of("MoveUndone", "the move of %s was undone: %s".formatted(record.volume(), why)));
    }
  }

  private void tell(MoveRecord record, Reason reason) {
    tools
        .acts()
        .record(
            Plan.nothing(List.of(reason)),
            "",
            record.volume(),
            List.of(),
            Map.of("move", record.id(), "by", record.by()));
  }

  /**
   * Undoes what was cut off, or finishes it where services may have started on the other node;
   * called in rounds by whoever holds the lease.
   */
  public void resume() {
    for (MoveRecord record : records.read()) {
      MoveRun running = live.get(record.id());
      if (running != null) {
        running.keepResting();
        continue;
      }
      show(record, 0L, "");
      if (!tools.acts().mayAct()) {
        continue;
      }
      switch (record.stage()) {
        case STOPPING, COPYING -> undo(record, "it was cut off");
        case STARTING -> {
          if (claims.claim(record.id(), record.volumes()).isPresent()) {
            continue;
          }
          MoveRun move = new MoveRun(tools, records, record, (now, bytes) -> show(now, bytes, ""));
          live.put(record.id(), move);
          end(move, move::finish);
        }
        case MOVED, UNDONE -> {
          // Waits to be confirmed, or is over.
        }
      }
    }
  }

  /**
   * Confirms a move: the old copies go.
   *
   * @return the move; none when none of it waits to be confirmed
   * @throws IOException when a copy could not be removed
   * @throws EngineException when the engine can't be read from
   */
  public Optional<MoveView> confirm(String volume) throws IOException {
    for (MoveRecord record : records.read()) {
      if (record.stage() == Stage.MOVED && record.volumes().contains(volume)) {
        new MoveRun(tools, records, record, (now, bytes) -> {}).confirm();
        records.end(record.id());
        views.remove(record.id());
        return Optional.of(record.view(0, ""));
      }
    }
    return Optional.empty();
  }

  private void show(MoveRecord record, long bytes, String message) {
    MoveView old = views.get(record.id());
    boolean sameStage = old != null && old.stage() == record.stage();
    views.put(record.id(), record.view(sameStage ? Math.max(bytes, old.bytes()) : bytes, message));
  }

  /** All that are known. */
  public List<MoveView> all() {
    return List.copyOf(views.values());
  }
}
