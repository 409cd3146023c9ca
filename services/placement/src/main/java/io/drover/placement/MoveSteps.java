package io.drover.placement;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.model.Rollout;
import io.drover.engine.Engine;
import io.drover.placement.act.moves.DrainIntents;
import io.drover.placement.act.moves.MoveActuator;
import io.drover.placement.act.moves.MoveRecords;
import io.drover.placement.act.moves.ScalingRests;
import io.drover.placement.decide.moves.MoveRecord;
import io.drover.placement.decide.moves.NodeWatch;
import io.drover.placement.observe.NodeInventory;
import io.drover.placement.observe.moves.MoveFactsReader;
import io.drover.placement.observe.moves.TaskWatch;
import io.drover.placement.record.moves.MoveBoard;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round of moving tasks: the pauses of the services that are being moved are kept up, then
 * drains go on by a step, then evening out does. All in one place and in this order, so that no two
 * of them ever have their hands on the same service.
 */
final class MoveSteps implements LoopSteps<Optional<MoveRound>> {
  static final String LOOP = "moves";

  private static final List<Key> ALL = List.of(new Key("moves"));

  private final Parts parts;
  private final MoveFactsReader reader;
  private final DrainIntents drains;
  private final MoveRecords moves;
  private final ScalingRests rests;
  private final DrainSteps drainSteps;
  private final RebalanceSteps rebalanceSteps;
  private NodeWatch nodes = NodeWatch.NONE;
  private TaskWatch tasks = TaskWatch.NONE;

  /** What a round works with. */
  record Parts(
      Engine engine,
      NodeInventory inventory,
      Settings settings,
      Lease lease,
      PauseSwitch pause,
      ServiceOrders orders,
      MoveActuator actuator,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      MoveBoard board,
      Dependencies dependencies,
      MeterRegistry metrics,
      TimeSource time) {

    private static final Guard<GuardContext> GUARDS = Guards.standard();

    /** What the guards that every loop has leave of a plan. */
    Plan guarded(Plan plan, MoveRound round, Rollout rollout) {
      return GUARDS.apply(
          plan, new GuardContext(suite.mode(), round.pause(), lease.view(), rollout));
    }
  }

  /**
   * What operators set.
   *
   * @param settle how long a task has to run until it is counted on
   * @param even when tasks are evened out
   */
  record Settings(Duration settle, RebalanceSteps.Settings even) {}

  MoveSteps(Parts parts) {
    this.parts = parts;
    reader = new MoveFactsReader(parts.engine(), parts.inventory());
    drains = new DrainIntents(parts.engine());
    moves = new MoveRecords(parts.engine());
    rests = new ScalingRests(parts.orders());
    drainSteps = new DrainSteps(parts, drains, rests);
    rebalanceSteps = new RebalanceSteps(parts, moves, rests);
  }

  /** A stand-by looks at nothing: it begins to watch the nodes when it comes to lead. */
  @Override
  public Optional<MoveRound> observe() {
    LeaseView lease = parts.lease().view();
    if (!lease.mine()) {
      nodes = NodeWatch.NONE;
      tasks = TaskWatch.NONE;
      parts
          .board()
          .standBy(
              lease.holder().isEmpty()
                  ? "nobody holds the lease " + lease.name() + " yet"
                  : "this instance stands by: ask " + lease.holder());
      return Optional.empty();
    }
    Instant now = parts.time().now().wall();
    // A pause is ordered after what it is for is written down: read first, it is not taken for one
    // that is left over.
    Map<String, ServiceOrder> held = parts.orders().read(now);
    List<DrainIntents.Stored> ordered = drains.read();
    MoveRecords.Stored stored = moves.read();
    boolean moving =
        !ordered.isEmpty() || stored.records().values().stream().anyMatch(MoveRecord::isOpen);
    MoveFactsReader.Seen seen = reader.read(moving);
    nodes = nodes.after(seen.nodes(), now);
    tasks = tasks.after(seen.tasks(), now);
    MoveRound round =
        new MoveRound(
            seen.facts(now, parts.settings().settle(), tasks),
            nodes,
            ordered,
            stored,
            held,
            parts.pause().read(now));
    tell(round);
    return Optional.of(round);
  }

  /** What can't be read belongs to nobody's service in particular: the status tells it. */
  private void tell(MoveRound round) {
    List<String> problems = new ArrayList<>(round.moves().problems());
    for (DrainIntents.Stored stored : round.drains()) {
      if (stored instanceof DrainIntents.Stored.Unreadable(String node, String why)) {
        problems.add(why);
      }
    }
    if (problems.isEmpty()) {
      parts.dependencies().up("moves", false);
    } else {
      parts.dependencies().down("moves", false, String.join("; ", problems));
    }
  }

  @Override
  public List<Key> keys(Optional<MoveRound> round) {
    return round.isPresent() ? ALL : List.of();
  }

  @Override
  public void reconcile(Key key, Optional<MoveRound> seen) {
    MoveRound round = seen.orElseThrow();
    if (parts.actuator().mayAct()) {
      rests.keep(round.moving(), round.orders(), round.at());
    }
    drainSteps.goOn(round);
    rebalanceSteps.goOn(round);
  }
}
