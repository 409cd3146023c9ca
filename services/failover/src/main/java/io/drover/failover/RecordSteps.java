package io.drover.failover;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.failover.act.RecordActuator;
import io.drover.failover.decide.EntryView;
import io.drover.failover.decide.RecordDecider;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.observe.EntryWatch;
import io.drover.failover.observe.PauseWatch;
import io.drover.failover.record.RecordBoard;
import io.drover.failover.site.Description;
import io.drover.failover.site.Description.MovedRecord;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.failover.site.LabelledRecords;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** One round over one Swarm's records: looks at its entry points, then points each record. */
final class RecordSteps implements LoopSteps<RecordSteps.Round> {
  /** The name of the loop and of its decisions. */
  static final String LOOP = "failover";

  /** What a record has is read anew after so long, and after each change. */
  private static final Duration REREAD = Duration.ofSeconds(15);

  /** How long an engine may take to say whether the suite is paused, at the most a period. */
  private static final Duration PAUSE_PATIENCE = Duration.ofSeconds(2);

  private static final String DESCRIPTION = "description";
  private static final String DNS = "dns";
  private static final String LABELS = "labels";

  private final Parts parts;
  private final PauseWatch pause;
  private final Guard<GuardContext> guards = Guards.standard();
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, List<ServerResult>> servers = new ConcurrentHashMap<>();
  private volatile EntryWatch watch;

  /** What a round works with. */
  record Parts(
      DescriptionFile file,
      Function<Description, EntryWatch> watches,
      Function<Instant, List<ServiceView>> services,
      RecordActuator actuator,
      Supplier<LeaseView> lease,
      Function<Instant, PauseState> pause,
      Supplier<Instant> clock,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      RecordBoard board,
      Dependencies dependencies) {}

  /** What a record has, and in which round that was read. */
  private record Known(Reading<SortedSet<String>> reading, Instant round) {}

  /** What a round works on. */
  sealed interface Round {}

  /** There is nothing to do. */
  private record Idle() implements Round {}

  /** What was seen, of what, and whether somebody paused the suite. */
  private record Seen(
      Description described, List<MovedRecord> records, EntryWatch.Look look, PauseState pause)
      implements Round {}

  RecordSteps(Parts parts) {
    this.parts = parts;
    this.pause = new PauseWatch(parts.pause());
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
      case Contents.Usable(Description described) when !described.isOneSwarm() -> {
        parts.dependencies().up(DESCRIPTION, true);
        yield nothing("two sites are described; their records move with their stacks");
      }
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
    watch = null;
    pause.forget();
    known.clear();
    servers.clear();
    parts.board().standBy(why);
    return new Idle();
  }

  private Round look(Description described) {
    if (watch == null || !watch.description().equals(described)) {
      watch = parts.watches().apply(described);
      known.clear();
    }
    pause.ask(parts.clock().get());
    EntryWatch.Look look = watch.look(parts.clock());
    parts.board().seen(look);
    LabelledRecords all = LabelledRecords.of(described, parts.services().apply(look.at()));
    if (all.problems().isEmpty()) {
      parts.dependencies().up(LABELS, false);
    } else {
      parts.dependencies().down(LABELS, false, String.join("; ", all.problems()));
    }
    Duration period = described.rules().period();
    return new Seen(
        described,
        all.records(),
        look,
        pause.answer(period.compareTo(PAUSE_PATIENCE) < 0 ? period : PAUSE_PATIENCE));
  }

  @Override
  public List<Key> keys(Round round) {
    return switch (round) {
      case Idle idle -> List.of();
      case Seen seen -> seen.records().stream().map(record -> new Key(record.name())).toList();
    };
  }

  @Override
  public void reconcile(Key key, Round round) {
    if (round instanceof Seen seen) {
      seen.records().stream()
          .filter(record -> record.name().equals(key.id()))
          .forEach(record -> reconcile(record, seen));
    }
  }

  private void reconcile(MovedRecord record, Seen round) {
    Description described = round.described();
    EntryWatch.Look look = round.look();
    Reading<SortedSet<String>> current = current(described, record, look.at());
    Plan plan =
        RecordDecider.decide(
            new RecordDecider.Input(
                described.rules(),
                look.at(),
                record.name(),
                current,
                ServerResult.isTold(
                    servers.getOrDefault(record.name(), List.of()), described.dns().allServers()),
                views(record, look)));
    plan =
        guards.apply(
            plan,
            new GuardContext(
                parts.suite().mode(), round.pause(), parts.lease().get(), Rollout.NONE));
    List<Outcome> outcomes = parts.actuator().act(plan, described, record);
    if (!outcomes.isEmpty()) {
      known.remove(record.name());
      report(outcomes);
    }
    parts
        .board()
        .decided(
            record.name(),
            new RecordBoard.RecordStatus(
                current, plan, outcomes, servers.getOrDefault(record.name(), List.of())));
    parts
        .recorder()
        .record(
            new Decision(
                parts.ids().next(),
                look.at(),
                LOOP,
                parts.suite().instance(),
                record.name(),
                "",
                summary(plan),
                plan,
                outcomes,
                Map.of()));
  }

  private Reading<SortedSet<String>> current(
      Description described, MovedRecord record, Instant now) {
    Known last = known.get(record.name());
    if (last != null && last.reading().isKnown() && last.round().plus(REREAD).isAfter(now)) {
      return last.reading();
    }
    Reading<SortedSet<String>> read = parts.actuator().read(described, record);
    switch (read) {
      case Reading.Known<SortedSet<String>>(SortedSet<String> has, Instant at) -> {
        parts.dependencies().up(DNS, false);
        servers.put(record.name(), parts.actuator().verify(described, record, has));
      }
      case Reading.Unknown<SortedSet<String>>(String why) ->
          parts.dependencies().down(DNS, false, why);
    }
    known.put(record.name(), new Known(read, now));
    return read;
  }

  private void report(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Applied applied -> parts.dependencies().up(DNS, false);
        case Outcome.Conflict(String message) -> parts.dependencies().down(DNS, false, message);
        case Outcome.Failed(Outcome.Kind kind, String message) ->
            parts.dependencies().down(DNS, false, message);
      }
    }
  }

  private static List<EntryView> views(MovedRecord record, EntryWatch.Look look) {
    List<EntryView> views = new ArrayList<>();
    look.entries()
        .forEach(
            (entry, places) ->
                views.add(
                    new EntryView(
                        entry,
                        io.drover.failover.dns.Contents.of(
                                record.addresses().getOrDefault(entry, List.of()), record.ttl())
                            .addresses(),
                        places.values().stream().map(EntryWatch.Seen::run).toList())));
    return views;
  }

  private static String summary(Plan plan) {
    if (!plan.steps().isEmpty()) {
      return plan.steps().getFirst().action().describe();
    }
    return plan.held().isEmpty()
        ? "left as it is"
        : "%s; not done: %s"
            .formatted(
                plan.held().getFirst().step().action().describe(),
                plan.held().getFirst().by().text());
  }
}
