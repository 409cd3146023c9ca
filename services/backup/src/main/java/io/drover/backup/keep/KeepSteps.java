package io.drover.backup.keep;

import io.drover.backup.decide.keep.Verdict;
import io.drover.backup.decide.schedule.ScheduleRules.Start;
import io.drover.backup.decide.state.StateRules;
import io.drover.backup.manifest.Scope;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.record.BackupRecord;
import io.drover.backup.record.BackupsInUse;
import io.drover.backup.record.Catalog;
import io.drover.backup.record.CatalogKeeper;
import io.drover.backup.record.RunRecord;
import io.drover.backup.run.RunBoard;
import io.drover.backup.run.RunRequest;
import io.drover.backup.run.RunView;
import io.drover.backup.run.Runs;
import io.drover.backup.store.BackupStore;
import io.drover.core.decision.Reason;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One look at schedules and backups: runs that are due begin, backups that were not read again are,
 * and those that nobody wants any more go. Only the holder of the lease does.
 */
final class KeepSteps implements LoopSteps<KeepSteps.Round> {
  /** The name of the loop and of its decisions. */
  static final String LOOP = "backup-keep";

  private static final String STORE = "store";
  private static final String ENGINE = "engine";
  private static final String PRUNE = "prune";
  private static final String START = "start ";
  private static final java.time.Duration DATABASE_ANSWERS_WITHIN =
      java.time.Duration.ofSeconds(15);

  private final Parts parts;
  private final Lease lease;
  private Instant leadsSince = Instant.MAX;
  private Instant refreshAt = Instant.MIN;
  private volatile boolean changed;

  /** What the steps work with. */
  record Parts(
      KeepConfig config,
      Suite suite,
      Engine engine,
      PauseSwitch pause,
      BackupStore store,
      Catalog catalog,
      CatalogKeeper keeper,
      Checks checks,
      RestoreTests tests,
      KeepBoard board,
      RunBoard runs,
      RunStarter starter,
      KeepLog log,
      Dependencies dependencies,
      TimeSource time) {}

  /** What a round does: runs to begin, and backups to remove. */
  record Round(List<Start> starts, List<Verdict> removals) {
    static final Round NOTHING = new Round(List.of(), List.of());
  }

  KeepSteps(Parts parts, Lease lease) {
    this.parts = parts;
    this.lease = lease;
  }

  /** A run ended: the store is looked at sooner. */
  void changed() {
    changed = true;
  }

  @Override
  public Round observe() {
    LeaseView view = lease.view();
    Instant now = parts.time().now().wall();
    if (!view.mine()) {
      standBy(view);
      return Round.NOTHING;
    }
    if (!follow(now)) {
      return Round.NOTHING;
    }
    try {
      PolicyReader.Found found = PolicyReader.read(parts.engine().list("/services"), now);
      parts.dependencies().up(ENGINE, true);
      return look(found, now);
    } catch (EngineException away) {
      parts.dependencies().down(ENGINE, true, String.valueOf(away.getMessage()));
      return Round.NOTHING;
    }
  }

  private void standBy(LeaseView view) {
    if (!leadsSince.equals(Instant.MAX)) {
      leadsSince = Instant.MAX;
      parts.catalog().forget();
      parts.checks().clear();
    }
    parts
        .board()
        .show(
            KeepBoard.View.nothing(
                view.holder().isEmpty()
                    ? "nobody is known to hold %s yet".formatted(view.name())
                    : "this instance stands by: %s is held by %s"
                        .formatted(view.name(), view.holder())));
  }

  /** Makes the catalog follow the store; whether it is known. */
  private boolean follow(Instant now) {
    if (leadsSince.equals(Instant.MAX)) {
      leadsSince = now;
      refreshAt = Instant.MIN;
      parts.keeper().load();
    }
    Optional<CatalogKeeper.Loaded> loaded = parts.keeper().takeLoaded();
    loaded.ifPresent(parts.catalog()::take);
    boolean first = !parts.catalog().isKnown();
    // With the database's help far fewer manifests are read; without it the store alone will do.
    if (first && loaded.isEmpty() && now.isBefore(leadsSince.plus(DATABASE_ANSWERS_WITHIN))) {
      return false;
    }
    if (!first && !changed && now.isBefore(refreshAt)) {
      return true;
    }
    changed = false;
    try {
      if (first) {
        parts.store().clearLeftovers();
      }
      parts.catalog().refresh();
      parts.checks().forgetFailures();
      refreshAt = now.plus(parts.config().refresh());
      parts.dependencies().up(STORE, true);
    } catch (IOException away) {
      changed = true;
      String why = "%s can't be used: %s".formatted(parts.store().place(), away.getMessage());
      parts.dependencies().down(STORE, true, why);
      if (first) {
        parts.board().show(KeepBoard.View.nothing(why));
      }
    }
    return parts.catalog().isKnown();
  }

  private Round look(PolicyReader.Found found, Instant now) {
    KeepConfig config = parts.config();
    List<RunView> live = parts.runs().all().stream().filter(run -> !run.stage().isOver()).toList();
    Picture picture =
        Picture.of(
            now,
            found.services(),
            parts.catalog().backups(),
            parts.catalog().runs(),
            live,
            new StateRules.Limits(
                config.grace(),
                config.verify() ? config.verifyWithin() : java.time.Duration.ZERO,
                config.abnormal()),
            config.runs());
    List<String> problems = new ArrayList<>(parts.catalog().problems());
    problems.addAll(found.problems());
    parts.board().show(new KeepBoard.View("", picture.standings(), picture.verdicts(), problems));
    check(now);
    if (mayAct(now)) {
      parts.tests().look(now, leadsSince, found.services(), parts.catalog().backups());
    }
    List<Verdict> removals =
        picture.verdicts().stream().filter(verdict -> !verdict.keep()).toList();
    return new Round(picture.due().starts(), mayAct(now) ? removals : List.of());
  }

  private boolean mayAct(Instant now) {
    return parts.suite().mode() == Mode.ENFORCE
        && parts.pause().read(now) instanceof PauseState.Running;
  }

  /** Asks for the next check, the newest backup that had none first. */
  private void check(Instant now) {
    if (!parts.checks().isIdle()) {
      return;
    }
    List<BackupRecord> all =
        parts.catalog().backups().stream()
            .filter(record -> parts.checks().failure(record.id()).isEmpty())
            .toList();
    Optional<BackupRecord> fresh =
        all.stream()
            .filter(
                record -> parts.config().verify() && record.verified().at().equals(Instant.EPOCH))
            .max(java.util.Comparator.comparing(BackupRecord::finishedAt));
    Optional<BackupRecord> stale =
        parts.config().verifyEvery().isZero()
            ? Optional.empty()
            : all.stream()
                .filter(record -> !record.verified().at().equals(Instant.EPOCH))
                .filter(
                    record ->
                        record.verified().at().isBefore(now.minus(parts.config().verifyEvery())))
                .min(java.util.Comparator.comparing(record -> record.verified().at()));
    fresh.or(() -> stale).ifPresent(record -> parts.checks().ask(record.id()));
  }

  @Override
  public List<Key> keys(Round round) {
    List<Key> keys = new ArrayList<>();
    round.starts().forEach(start -> keys.add(new Key(START + start.stack())));
    if (!round.removals().isEmpty()) {
      keys.add(new Key(PRUNE));
    }
    return keys;
  }

  @Override
  public void reconcile(Key key, Round round) throws IOException {
    if (key.id().equals(PRUNE)) {
      // What is being restored is removed in a later round.
      Set<String> inUse = BackupsInUse.of(parts.engine());
      for (Verdict verdict : round.removals()) {
        if (!lease.mayAct(LeaseSettings.STEP_TAKES)) {
          return;
        }
        if (!inUse.contains(verdict.id().toString())) {
          parts.catalog().delete(verdict.id());
          parts.log().removed(verdict);
        }
      }
      return;
    }
    for (Start start : round.starts()) {
      if (key.id().equals(START + start.stack())) {
        start(start);
      }
    }
  }

  private void start(Start start) {
    Runs.Started started =
        parts
            .starter()
            .start(
                new RunRequest(
                    start.stack(),
                    Scope.SERVICES,
                    start.services(),
                    Set.of(),
                    Trigger.SCHEDULE,
                    "schedule"));
    switch (started) {
      case Runs.Started.Running running -> parts.log().started(start);
      case Runs.Started.Refused(List<Reason> reasons) -> refused(start, reasons);
      // Nothing was tried: it is due in the next round too.
      case Runs.Started.Busy busy -> {}
      case Runs.Started.NotHere notHere -> {}
    }
  }

  /** What can't be done is a failure like others: it is tried again, but not in each round. */
  private void refused(Start start, List<Reason> reasons) {
    Instant now = parts.time().now().wall();
    String message = reasons.stream().map(Reason::text).collect(Collectors.joining("; "));
    parts
        .catalog()
        .ran(
            new RunRecord(
                UUID.randomUUID().toString(),
                start.stack(),
                List.copyOf(start.services()),
                Trigger.SCHEDULE,
                "schedule",
                now,
                now,
                RunView.Stage.FAILED,
                "",
                0,
                message));
    parts.log().refused(start, message);
  }
}
