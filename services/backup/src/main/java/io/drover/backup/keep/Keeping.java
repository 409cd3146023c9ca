package io.drover.backup.keep;

import io.drover.backup.BackupConfig;
import io.drover.backup.BackupLoop;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.record.Catalog;
import io.drover.backup.record.CatalogKeeper;
import io.drover.backup.record.RunRecord;
import io.drover.backup.run.RunBoard;
import io.drover.backup.run.RunListener;
import io.drover.backup.run.RunView;
import io.drover.backup.store.BackupStore;
import io.drover.core.policy.ZonedCron;
import io.drover.engine.Engine;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts the loop of schedules, checks and retention together and starts it. */
@ApplicationScoped
public class Keeping implements BackupLoop {
  private static final Logger LOG = Logger.getLogger(Keeping.class);
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(500);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(2), Duration.ofMinutes(1));
  private static final int CONCURRENT = 4;
  private static final int AFTER_LOOPS = 3_000;

  private final KeepConfig config;
  private final BackupConfig backup;
  private final LoopKit kit;
  private final Suite suite;
  private final Engine engine;
  private final PauseSwitch pause;
  private final BackupStore store;
  private final Catalog catalog;
  private final CatalogKeeper keeper;
  private final Checks checks;
  private final KeepBoard board;
  private final RunBoard runs;
  private final RunStarter starter;
  private final TestRestore testRestore;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final Dependencies dependencies;
  private final TimeSource time;

  /** A loop of these parts. */
  public Keeping(
      KeepConfig config,
      BackupConfig backup,
      LoopKit kit,
      Suite suite,
      Engine engine,
      PauseSwitch pause,
      BackupStore store,
      Catalog catalog,
      CatalogKeeper keeper,
      Checks checks,
      KeepBoard board,
      RunBoard runs,
      RunStarter starter,
      TestRestore testRestore,
      DecisionIds ids,
      DecisionRecorder recorder,
      Dependencies dependencies,
      TimeSource time) {
    this.config = config;
    this.backup = backup;
    this.kit = kit;
    this.suite = suite;
    this.engine = engine;
    this.pause = pause;
    this.store = store;
    this.catalog = catalog;
    this.keeper = keeper;
    this.checks = checks;
    this.board = board;
    this.runs = runs;
    this.starter = starter;
    this.testRestore = testRestore;
    this.ids = ids;
    this.recorder = recorder;
    this.dependencies = dependencies;
    this.time = time;
  }

  @Override
  public void start(Lease lease) {
    Optional<ZonedCron> tests = config.testSchedule().map(ZonedCron::parse);
    keeper.start();
    checks.start();
    KeepSteps steps =
        new KeepSteps(
            new KeepSteps.Parts(
                config,
                suite,
                engine,
                pause,
                store,
                catalog,
                keeper,
                checks,
                new RestoreTests(
                    tests,
                    config.testSample(),
                    store,
                    catalog,
                    testRestore,
                    () -> time.now().wall()),
                board,
                runs,
                starter,
                new KeepLog(suite.instance(), ids, recorder, time),
                dependencies,
                time),
            lease);
    runs.listen(
        new RunListener() {
          @Override
          public void finished(RunView view, List<String> services) {
            catalog.ran(RunRecord.of(view, services));
            meet(view);
            steps.changed();
          }
        });
    Duration gap = backup.period().compareTo(SHORTEST_GAP) < 0 ? backup.period() : SHORTEST_GAP;
    kit.startLoop(
        KeepSteps.LOOP,
        new LoopSettings(backup.period(), gap, DEADLINE, CONCURRENT, RETRY),
        steps,
        event -> event.type().equals("service"));
  }

  /** One that can't be read now is met when the store is looked at next. */
  private void meet(RunView view) {
    if (view.stage() == RunView.Stage.DONE) {
      BackupId id = new BackupId(view.stack(), BackupName.parse(view.backup()));
      try {
        catalog.made(id);
      } catch (IOException later) {
        LOG.warnf("%s was made and can't be read yet: %s", id, later.getMessage());
      }
    }
  }

  void stop(@Observes @Priority(AFTER_LOOPS) ShutdownEvent event) {
    checks.close();
    keeper.close();
  }
}
