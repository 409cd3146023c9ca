package io.drover.failover;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.core.model.Rollout;
import io.drover.failover.act.SiteActs;
import io.drover.failover.decide.FailoverDecider;
import io.drover.failover.decide.Order;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Situation;
import io.drover.failover.decide.State;
import io.drover.failover.decide.Target;
import io.drover.failover.decide.Verdict;
import io.drover.failover.observe.SiteWatch;
import io.drover.failover.record.Orders;
import io.drover.failover.record.SiteBoard;
import io.drover.failover.record.StateStore;
import io.drover.failover.record.StateStore.Stored;
import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.failover.stacks.SiteStacks;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One round over two sites: looks at both, decides on one transition or the next step of a move,
 * and does it. A round that stores a transition does nothing else: what is done is ordered by a
 * state that was read, after the versions that it is conditional on.
 */
final class SiteSteps implements LoopSteps<SiteSteps.Round> {
  /** The name of the loop and of its decisions. */
  static final String LOOP = "failover-sites";

  private static final String DESCRIPTION = "description";
  private static final String LABELS = "labels";
  private static final String STATE = "failover-state";
  private static final Key SITES = new Key("sites");

  private final Parts parts;
  private final Guard<GuardContext> guards = Guards.standard();
  private Optional<SitePair> pair = Optional.empty();
  private volatile Runnable hasten = () -> {};

  /** What a round works with. */
  record Parts(
      DescriptionFile file,
      Function<Description, SitePair> pairs,
      StateStore store,
      Orders orders,
      Supplier<LeaseView> lease,
      Function<Instant, PauseState> pause,
      Supplier<Instant> clock,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      SiteBoard board,
      Dependencies dependencies) {}

  /** What a round works on. */
  sealed interface Round {}

  /** There is nothing to do. */
  private record Idle() implements Round {}

  /** Everything that was seen; stacks before the state. */
  private record Seen(
      SitePair pair,
      SiteWatch.Look look,
      Map<Side, Target> engines,
      Map<Side, Reading<SiteStacks>> stacks,
      Stored stored,
      PauseState pause)
      implements Round {}

  SiteSteps(Parts parts) {
    this.parts = parts;
  }

  /** What makes the next round come at once; while a move is under way each step does. */
  void hastenedBy(Runnable nextRound) {
    hasten = nextRound;
  }

  @Override
  public Round observe() {
    LeaseView lease = parts.lease().get();
    return switch (parts.file().read()) {
      case Contents.Wrong wrong -> {
        String problems =
            String.join("; ", wrong.problems().stream().map(Object::toString).toList());
        parts.dependencies().down(DESCRIPTION, true, problems);
        yield nothing(problems);
      }
      case Contents.Usable(Description described) when described.isOneSwarm() ->
          nothing("one Swarm is described; it moves its tasks itself");
      case Contents.Usable usable when !lease.mine() -> {
        parts.dependencies().up(DESCRIPTION, true);
        yield nothing(
            "this instance stands by: %s is held by %s".formatted(lease.name(), lease.holder()));
      }
      case Contents.Usable(Description described) -> {
        parts.dependencies().up(DESCRIPTION, true);
        yield look(described);
      }
    };
  }

  /** Rows of probes that were not looked at for a while are worth nothing. */
  private Round nothing(String why) {
    pair.ifPresent(SitePair::close);
    pair = Optional.empty();
    parts.orders().refuse(why);
    parts.board().standBy(why);
    return new Idle();
  }

  private Round look(Description described) {
    if (pair.filter(known -> known.description().equals(described)).isEmpty()) {
      pair.ifPresent(SitePair::close);
      // Where the new one can't be made, the old one must not be taken up again: it is closed.
      pair = Optional.empty();
      pair = Optional.of(parts.pairs().apply(described));
    }
    SitePair sites = pair.get();
    SiteWatch.Look look = sites.look(parts.clock());
    Map<Side, Target> engines = sites.engines();
    Map<Side, Reading<SiteStacks>> stacks = sites.stacks();
    Stored stored = stored();
    List<String> names = described.destinations();
    if (!stored.sites().isEmpty() && !stored.sites().equals(names)) {
      // "The primary serves" would be said of another site, and the one that does be turned off.
      String why =
          "the state is that of sites %s, the description names %s: name them as they were, or find out which site serves, then remove config %s where that is the first"
              .formatted(
                  String.join(", ", stored.sites()), String.join(", ", names), StateStore.NAME);
      parts.dependencies().down(STATE, true, why);
      return nothing(why);
    }
    sites.expect(stored.state());
    return new Seen(sites, look, engines, stacks, stored, parts.pause().apply(parts.clock().get()));
  }

  private Stored stored() {
    try {
      Stored stored = parts.store().read(parts.clock().get());
      parts.dependencies().up(STATE, true);
      return stored;
    } catch (RuntimeException unreadable) {
      parts.dependencies().down(STATE, true, unreadable.getMessage());
      parts.board().standBy("the state can't be read: " + unreadable.getMessage());
      throw unreadable;
    }
  }

  @Override
  public List<Key> keys(Round round) {
    return round instanceof Seen ? List.of(SITES) : List.of();
  }

  @Override
  public void reconcile(Key key, Round round) {
    if (round instanceof Seen seen) {
      Optional<Orders.Given> order = parts.orders().take();
      try {
        reconcile(seen, order);
      } finally {
        order.ifPresent(
            given -> given.answer().complete(new Orders.Answer.Refused("the round failed")));
      }
    }
  }

  private void reconcile(Seen seen, Optional<Orders.Given> order) {
    Instant now = parts.clock().get();
    SiteActs acts = seen.pair().acts();
    State state = seen.stored().state();
    Verdict verdict = FailoverDecider.decide(situation(seen, acts, order, now));
    boolean changes = !verdict.next().equals(state);
    Plan wanted = SitePlan.of(seen.pair().description(), state, verdict);
    Plan plan =
        guards.apply(
            wanted,
            new GuardContext(
                parts.suite().mode(), seen.pause(), parts.lease().get(), Rollout.NONE));
    List<Outcome> outcomes = new ArrayList<>();
    State after = state;
    if (plan.held().isEmpty() && changes) {
      Outcome outcome =
          parts
              .store()
              .replace(seen.stored(), verdict.next(), seen.pair().description().destinations());
      outcomes.add(outcome);
      after = outcome instanceof Outcome.Applied ? verdict.next() : state;
      seen.pair().expect(after);
    } else if (plan.held().isEmpty() && !seen.stacks().isEmpty()) {
      // Where another instance brought the move to where it is, they are read from the next round
      // on.
      verdict.acts().forEach(act -> acts.act(act, seen.stacks(), now));
    }
    if (!plan.held().isEmpty() || verdict.acts().isEmpty()) {
      acts.rest();
    }
    seen.pair().checkRecords(after, mayChange(seen, after), now);
    List<String> labels = seen.pair().problems();
    if (labels.isEmpty()) {
      parts.dependencies().up(LABELS, false);
    } else {
      parts.dependencies().down(LABELS, false, String.join("; ", labels));
    }
    Orders.Answer answer = SitePlan.answer(plan, outcomes, after);
    order.ifPresent(given -> given.answer().complete(answer));
    tell(seen, acts, after, plan, now);
    record(seen, plan, outcomes, after, now);
    // What follows from a new state need not wait for the next probes.
    if (after.phase().isMoving() || after.phase() != state.phase()) {
      hasten.run();
    }
  }

  /**
   * Whether records may be changed; a round that wants no step is held by nobody, paused or not.
   */
  private boolean mayChange(Seen seen, State after) {
    return guards
        .apply(
            SitePlan.leading(seen.pair().name(after.serving()), after),
            new GuardContext(parts.suite().mode(), seen.pause(), parts.lease().get(), Rollout.NONE))
        .held()
        .isEmpty();
  }

  private Situation situation(Seen seen, SiteActs acts, Optional<Orders.Given> order, Instant now) {
    State state = seen.stored().state();
    return new Situation(
        seen.pair().description().rules(),
        now,
        state,
        seen.look().places(),
        seen.engines().get(state.serving()) instanceof Target.Reachable,
        seen.engines().get(state.serving().other()),
        acts.fence(),
        acts.start(),
        order.map(given -> (Order) given.order()).orElseGet(Order.None::new),
        !seen.pause().isRunning());
  }

  private void tell(Seen seen, SiteActs acts, State after, Plan plan, Instant now) {
    parts
        .board()
        .told(
            new SiteBoard.Picture(
                now,
                seen.pair().description(),
                after,
                seen.look(),
                seen.engines(),
                plan,
                acts.fence(),
                acts.start(),
                seen.pair().records()));
  }

  /**
   * The steps of a move are repeated each round; only what begins one has an outcome of its own.
   */
  private void record(Seen seen, Plan plan, List<Outcome> outcomes, State after, Instant now) {
    parts
        .recorder()
        .record(
            new Decision(
                parts.ids().next(),
                now,
                LOOP,
                parts.suite().instance(),
                "",
                "",
                SitePlan.summary(plan, after),
                plan,
                plan.steps().isEmpty() ? List.of() : outcomes,
                Map.of(
                    "phase", after.phase().name(),
                    "serving", seen.pair().name(after.serving()),
                    "epoch", Long.toString(after.epoch()))));
  }
}
