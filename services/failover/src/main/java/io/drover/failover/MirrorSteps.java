package io.drover.failover;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.core.model.Rollout;
import io.drover.engine.Engine;
import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Phase;
import io.drover.failover.mirror.BackupCopy;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.mirror.MirrorReport;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Standby;
import io.drover.failover.mirror.act.MirrorActuator;
import io.drover.failover.mirror.decide.MirrorDecider;
import io.drover.failover.mirror.decide.MirrorDecision;
import io.drover.failover.mirror.decide.MirrorInput;
import io.drover.failover.mirror.decide.Past;
import io.drover.failover.mirror.decide.VolumeDecider;
import io.drover.failover.mirror.observe.MirrorReader;
import io.drover.failover.mirror.observe.MountedVolumes;
import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.wiring.Suite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One round of keeping the stand-by ready: reads both sites, then writes what is missing there. */
final class MirrorSteps implements LoopSteps<MirrorSteps.Round> {
  /** The name of the loop and of its decisions. */
  static final String LOOP = "mirror";

  private static final Key STANDBY = new Key("stand-by");
  private static final String PRIMARY_ENGINE = "primary's engine";
  private static final String STANDBY_ENGINE = "stand-by's engine";
  private static final Set<Phase> AT_REST = Set.of(Phase.HEALTHY, Phase.SUSPECT);

  private final Parts parts;
  private final Guard<GuardContext> guards = Guards.standard();
  private volatile Past past = Past.NONE;

  /**
   * What a round works with.
   *
   * @param engines a manager's engine at an address; stays the giver's to close
   * @param backups which backups there are of what is described
   * @param phase where the failover stands; empty while nobody knows
   * @param mayAct whether the lease holds for as long as a step takes
   */
  record Parts(
      DescriptionFile file,
      Function<EngineAddress, Engine> engines,
      BiFunction<Description, Instant, Reading<List<BackupCopy>>> backups,
      Supplier<Optional<Phase>> phase,
      Supplier<LeaseView> lease,
      BooleanSupplier mayAct,
      Function<Instant, PauseState> pause,
      Supplier<Instant> clock,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      MirrorBoard board,
      Dependencies dependencies) {}

  /** What a round works on. */
  sealed interface Round {}

  /** There is nothing to do. */
  private record Idle() implements Round {}

  /** What was seen, where it is written to, and whether somebody paused the suite. */
  private record Seen(MirrorInput input, List<Finding> volumes, Engine standby, PauseState pause)
      implements Round {}

  MirrorSteps(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Round observe() {
    LeaseView lease = parts.lease().get();
    if (!lease.mine()) {
      return nothing(
          "this instance stands by: %s is held by %s".formatted(lease.name(), lease.holder()));
    }
    return switch (parts.file().read()) {
      case Contents.Wrong wrong -> nothing("the description of the sites can't be used");
      case Contents.Usable(Description described) when described.isOneSwarm() ->
          nothing("one Swarm is described, which has no stand-by");
      case Contents.Usable(Description described) ->
          resting(parts.phase().get()).map(this::nothing).orElseGet(() -> look(described));
    };
  }

  /** Why nothing may be mirrored in a phase; empty when it may. */
  private static Optional<String> resting(Optional<Phase> phase) {
    if (phase.isEmpty()) {
      return Optional.of("where the failover stands is not known, so nothing is mirrored");
    }
    return AT_REST.contains(phase.get())
        ? Optional.empty()
        : Optional.of(
            switch (phase.get()) {
              case FENCING, STARTING -> "stacks are being moved, so nothing is mirrored";
              case ACTIVE -> "the stand-by serves, so nothing is mirrored";
              case HEALTHY, SUSPECT, FAILED, MANUAL ->
                  "the failover is in phase %s, so nothing is mirrored".formatted(phase.get());
            });
  }

  private Round nothing(String why) {
    past = Past.NONE;
    parts.board().standBy(why);
    return new Idle();
  }

  private Round look(Description described) {
    Set<String> names =
        described.stacks().stream().map(Description.Stack::name).collect(Collectors.toSet());
    Engine standbyEngine = engine(described, 1);
    Reading<Holdings> primary =
        MirrorReader.primary(engine(described, 0), names, parts.clock()::get);
    Reading<Standby> standby =
        MirrorReader.standby(
            standbyEngine,
            names,
            primary instanceof Reading.Known<Holdings>(Holdings holdings, Instant at)
                ? holdings
                : Holdings.NONE,
            parts.clock()::get);
    depend(PRIMARY_ENGINE, primary);
    depend(STANDBY_ENGINE, standby);
    Instant now = parts.clock().get();
    return new Seen(
        new MirrorInput(now, described.stacks(), primary, standby, past),
        primary instanceof Reading.Known<Holdings>(Holdings holdings, Instant then)
            ? volumes(described, holdings, now)
            : List.of(),
        standbyEngine,
        parts.pause().apply(now));
  }

  private List<Finding> volumes(Description described, Holdings primary, Instant now) {
    return VolumeDecider.decide(
        MountedVolumes.of(described, primary),
        parts.backups().apply(described, now),
        described.backups().maxAge(),
        now);
  }

  private Engine engine(Description described, int site) {
    return parts.engines().apply(described.sites().get(site).engine());
  }

  private void depend(String name, Reading<?> reading) {
    switch (reading) {
      case Reading.Known<?> known -> parts.dependencies().up(name, false);
      case Reading.Unknown<?>(String why) -> parts.dependencies().down(name, false, why);
    }
  }

  @Override
  public List<Key> keys(Round round) {
    return round instanceof Seen ? List.of(STANDBY) : List.of();
  }

  @Override
  public void reconcile(Key key, Round round) {
    if (round instanceof Seen seen) {
      reconcile(seen);
    }
  }

  private void reconcile(Seen round) {
    MirrorDecision decision = MirrorDecider.decide(round.input());
    Plan plan =
        guards.apply(
            decision.plan(),
            new GuardContext(
                parts.suite().mode(), round.pause(), parts.lease().get(), Rollout.NONE));
    List<Outcome> outcomes = act(plan, decision, round);
    MirrorReport report = decision.report().with(round.volumes());
    parts.board().decided(report, plan, outcomes);
    parts
        .recorder()
        .record(
            new Decision(
                parts.ids().next(),
                round.input().now(),
                LOOP,
                parts.suite().instance(),
                "",
                "",
                summary(plan, report),
                plan,
                outcomes,
                Map.of()));
  }

  /** Only what was decided on both readings has steps. */
  private List<Outcome> act(Plan plan, MirrorDecision decision, Seen round) {
    if (round.input().primary() instanceof Reading.Known<Holdings>(Holdings primary, Instant at)
        && round.input().standby()
            instanceof Reading.Known<Standby>(Standby standby, Instant then)) {
      MirrorActuator.Acted acted =
          new MirrorActuator(round.standby(), this::mayAct)
              .act(plan, decision, primary, standby.holdings());
      past =
          past.after(
              plan,
              acted.outcomes(),
              acted.kept(),
              primary.services().stream().map(MirroredService::name).collect(Collectors.toSet()));
      return acted.outcomes();
    }
    return List.of();
  }

  /** A move that began since the round did ends it. */
  private boolean mayAct() {
    return parts.mayAct().getAsBoolean() && resting(parts.phase().get()).isEmpty();
  }

  private static String summary(Plan plan, MirrorReport report) {
    if (!plan.steps().isEmpty()) {
      int more = plan.steps().size() - 1;
      return plan.steps().getFirst().action().describe()
          + (more == 0 ? "" : " and %d more".formatted(more));
    }
    if (!plan.held().isEmpty()) {
      return "%s; not done: %s"
          .formatted(
              plan.held().getFirst().step().action().describe(),
              plan.held().getFirst().by().text());
    }
    return report.isReady()
        ? "the stand-by is ready"
        : "not ready at the stand-by (%d): %s"
            .formatted(report.findings().size(), report.findings().getFirst().text());
  }
}
