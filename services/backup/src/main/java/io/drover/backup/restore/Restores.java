package io.drover.backup.restore;

import io.drover.backup.act.NodeAgents;
import io.drover.backup.decide.restore.RestorePlan;
import io.drover.backup.decide.restore.RestorePlanner;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.Scope;
import io.drover.backup.manifest.StoredObject;
import io.drover.backup.observe.StackDocument;
import io.drover.backup.observe.SwarmState;
import io.drover.backup.record.BackupRecord;
import io.drover.backup.restore.RestoreView.Stage;
import io.drover.backup.run.Claims;
import io.drover.backup.run.Tools;
import io.drover.backup.store.NoSuchBackupException;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.engine.EngineException;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.pause.PauseState;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Plans restores, starts them, and goes on with those that were cut off. */
public final class Restores {
  private static final Logger LOG = Logger.getLogger(Restores.class);
  private static final int REMEMBERED = 100;

  private final Tools tools;
  private final Claims claims;
  private final RestoreRecords records;
  private final Map<String, RestoreRun> live = new ConcurrentHashMap<>();
  private final Map<String, RestoreView> views = new LinkedHashMap<>();

  /**
   * Restores.
   *
   * @param claims which volumes are being worked on
   */
  public Restores(Tools tools, Claims claims) {
    this.tools = tools;
    this.claims = claims;
    this.records = new RestoreRecords(tools.engine());
  }

  /** What came of asking for one. */
  public sealed interface Started {
    /** It runs. */
    record Running(RestoreView view) implements Started {}

    /** It can't be done. */
    record Refused(RestorePlan plan) implements Started {}

    /** Somebody else is at it, or this instance must not act. */
    record NotNow(String why) implements Started {}
  }

  /**
   * The newest backup of a stack that is not newer than a moment, and not one of a part by hand.
   *
   * @throws IOException when the store can't be read, or there is none
   */
  public BackupId at(String stack, Instant moment) throws IOException {
    List<BackupId> ids =
        tools.store().list().stream()
            .filter(id -> id.stack().equals(stack) && !id.name().pointInTime().isAfter(moment))
            .sorted(Comparator.reverseOrder())
            .toList();
    for (BackupId id : ids) {
      // One made by hand of a part is not what "the stack" means; it can be had by its name.
      if (BackupRecord.of(tools.store().manifest(id)).answersSchedules()) {
        return id;
      }
    }
    throw new NoSuchBackupException(
        ids.isEmpty()
            ? "backup of %s up to %s".formatted(stack, moment.truncatedTo(ChronoUnit.SECONDS))
            : "backup of %s up to %s but of parts, by hand; the newest of those is %s"
                .formatted(stack, moment.truncatedTo(ChronoUnit.SECONDS), ids.getFirst().name()));
  }

  /**
   * The backup of this name.
   *
   * @throws IllegalArgumentException when it can't be a name
   */
  public BackupId named(String stack, String name) {
    return new BackupId(stack, BackupName.parse(name));
  }

  /**
   * What a restore would do.
   *
   * @throws IOException when the backup can't be read
   * @throws EngineException when the engine can't be read from
   */
  public RestorePlan plan(RestoreRequest request) throws IOException {
    return planned(request, Set.of()).plan();
  }

  private RestorePlanned planned(RestoreRequest request, Set<String> ours) throws IOException {
    Manifest manifest = tools.store().manifest(request.backup());
    StackDocument document = document(manifest);
    NodeAgents.Found agents = tools.agents().find();
    SwarmState state = SwarmState.read(tools.engine(), tools.time().now().wall());
    RestorePlan plan =
        RestorePlanner.plan(
            RestoreFactsReader.read(request, manifest, document, state, agents, ours));
    if (manifest.scope() == Scope.SERVICES) {
      plan =
          plan.noting(
              Reason.of(
                  "SomeServices",
                  "it holds of the stack only " + String.join(", ", manifest.services())));
    }
    return new RestorePlanned(manifest, document, agents, plan);
  }

  /** What describes the stack, checked. */
  private StackDocument document(Manifest manifest) throws IOException {
    String name = ObjectName.stack(manifest.encrypted());
    StoredObject object =
        manifest.object(name).orElseThrow(() -> new IOException("the backup has no " + name));
    try (InputStream in =
        tools.packing().unpack(tools.store().open(manifest.id(), object), manifest.encrypted())) {
      return StackDocument.read(in);
    }
  }

  /**
   * Starts a restore; returns once it is planned.
   *
   * @throws IOException when the backup can't be read
   * @throws EngineException when the engine can't be read from
   */
  public Started start(RestoreRequest request) throws IOException {
    if (!tools.acts().mayAct()) {
      return new Started.NotNow(
          "this instance does not hold the lease, or must not act on it at this moment");
    }
    if (tools.suite().mode() == Mode.OBSERVE) {
      return new Started.NotNow("observe mode: nothing is done; ask for the plan");
    }
    Instant now = tools.time().now().wall();
    if (!(tools.pause().read(now) instanceof PauseState.Running)) {
      return new Started.NotNow("the suite is paused: scripts/drover resume ends that");
    }
    RestorePlanned planned = planned(request, Set.of());
    if (!planned.plan().possible()) {
      return new Started.Refused(planned.plan());
    }
    RestoreRecord record = RestoreRecord.begin(UUID.randomUUID().toString(), request, now);
    Optional<String> busy = claims.claim(record.id(), volumes(planned.plan()));
    if (busy.isPresent()) {
      return new Started.NotNow("one of the volumes is being worked on by another run");
    }
    Outcome begun = records.begin(record);
    if (!(begun instanceof Outcome.Applied)) {
      claims.release(record.id());
      return new Started.NotNow("the record of the restore could not be written: " + begun);
    }
    return new Started.Running(go(record, planned));
  }

  private static List<String> volumes(RestorePlan plan) {
    return plan.items().stream()
        .filter(item -> item.kind() == RestorePlan.Kind.VOLUME)
        .map(RestorePlan.Item::name)
        .distinct()
        .toList();
  }

  private RestoreView go(RestoreRecord record, RestorePlanned planned) {
    RestoreProgress progress =
        new RestoreProgress(record, () -> tools.time().now().wall(), this::show);
    RestoreRun restore = new RestoreRun(tools, planned, records, record, progress);
    live.put(record.id(), restore);
    Thread.ofVirtual().name("restore-" + record.request().as()).start(() -> run(restore, progress));
    return progress.view();
  }

  private void run(RestoreRun restore, RestoreProgress progress) {
    Stage stage = Stage.FAILED;
    String message = "";
    try {
      restore.run();
      stage = Stage.DONE;
    } catch (IOException | EngineException failed) {
      message = String.valueOf(failed.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      message = "the service was stopped meanwhile";
    } catch (RuntimeException unexpected) {
      message = unexpected.toString();
      LOG.errorf(unexpected, "the restore of %s failed", restore.record().request().backup());
    } finally {
      end(restore.record(), progress, stage, message);
    }
  }

  /** One that failed is over; one that lost its lease is not: somebody else goes on with it. */
  private void end(RestoreRecord record, RestoreProgress progress, Stage stage, String why) {
    RestoreRequest request = record.request();
    String message = why;
    if (tools.acts().mayAct()) {
      if (stage != Stage.DONE) {
        message += Aftermath.settle(tools.stopping(), record);
      }
      records.end(record.id());
    }
    claims.release(record.id());
    live.remove(record.id());
    Reason reason =
        stage == Stage.DONE
            ? Reason.of(
                "Restored", "%s is restored as %s".formatted(request.backup(), request.as()))
            : Reason.of(
                "RestoreFailed",
                "the restore of %s as %s failed: %s"
                    .formatted(request.backup(), request.as(), message));
    tools
        .acts()
        .record(
            Plan.nothing(List.of(reason)),
            "",
            request.as(),
            List.of(),
            Map.of("restore", record.id(), "by", request.by()));
    progress.end(stage, message);
  }

  /** Goes on with what was cut off; called in rounds by whoever holds the lease. */
  public void resume() {
    for (RestoreRecord record : records.read()) {
      RestoreRun running = live.get(record.id());
      if (running != null) {
        running.keepResting();
      } else if (tools.acts().mayAct()) {
        tools.stopping().keepResting(record.stopped());
        try {
          RestorePlanned planned = planned(record.request(), record.begun());
          if (!planned.plan().possible()) {
            fail(record, planned.plan().refusals().getFirst().text());
          } else if (claims.claim(record.id(), volumes(planned.plan())).isEmpty()) {
            go(record, planned);
          }
        } catch (NoSuchBackupException gone) {
          fail(record, gone.getMessage());
        } catch (IOException unreadable) {
          LOG.warnf("restore of %s waits: %s", record.request().backup(), unreadable.getMessage());
        }
      }
    }
  }

  private void fail(RestoreRecord record, String why) {
    RestoreProgress progress =
        new RestoreProgress(record, () -> tools.time().now().wall(), this::show);
    end(record, progress, Stage.FAILED, why);
  }

  private synchronized void show(RestoreView view) {
    views.put(view.id(), view);
    if (views.size() > REMEMBERED) {
      views.values().stream()
          .filter(one -> one.stage().isOver())
          .map(RestoreView::id)
          .findFirst()
          .ifPresent(views::remove);
    }
  }

  /** All that are known, newest first. */
  public synchronized List<RestoreView> all() {
    List<RestoreView> all = new ArrayList<>(views.values());
    all.sort(Comparator.comparing(RestoreView::startedAt).reversed());
    return all;
  }

  /** One of them. */
  public synchronized Optional<RestoreView> find(String id) {
    return Optional.ofNullable(views.get(id));
  }
}
