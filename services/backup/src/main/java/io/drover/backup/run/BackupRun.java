package io.drover.backup.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.Intent;
import io.drover.backup.act.Intents;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.Outcomes;
import io.drover.backup.act.Stopped;
import io.drover.backup.act.Stopping.NotStoppedException;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.HookEntry;
import io.drover.backup.manifest.HookEntry.Phase;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.observe.StackDocument;
import io.drover.backup.observe.SwarmState;
import io.drover.backup.run.RunView.Stage;
import io.drover.backup.store.Draft;
import io.drover.backup.store.ObjectSink;
import io.drover.core.decision.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * One run. The draft is begun before anything is stopped: a store that is full or away costs no
 * service a second. What is stopped is written down first, and comes back whatever happens: by this
 * run, or where it is no more, by whoever holds the lease next.
 */
final class BackupRun {
  private final Tools tools;
  private final RunRequest request;
  private final SwarmState state;
  private final NodeAgents.Found agents;
  private final RunPlan plan;
  private final Cancellation cancellation;
  private final Progress progress;
  private final Hooks hooks;
  private final Intents intents;
  private final List<HookEntry> ran = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Long> stoppedAt = new HashMap<>();

  /** Services whose before command was begun; all that have an after command once none failed. */
  private final Set<String> begun = new HashSet<>();

  private Intent intent;
  private Instant pointInTime;

  BackupRun(
      Tools tools,
      RunRequest request,
      SwarmState state,
      NodeAgents.Found agents,
      RunPlan plan,
      Cancellation cancellation,
      Progress progress) {
    this.tools = tools;
    this.request = request;
    this.state = state;
    this.agents = agents;
    this.plan = plan;
    this.cancellation = cancellation;
    this.progress = progress;
    this.hooks = new Hooks(tools.engine(), tools.acts(), tools.time(), tools.waiting());
    this.intents = tools.intents();
    this.pointInTime = now();
    this.intent =
        new Intent(
            progress.view().id(),
            request.stack(),
            pointInTime,
            tools.suite().instance(),
            List.of());
  }

  /**
   * Runs to its end.
   *
   * @throws IOException when there is no backup; says why
   */
  BackupId run() throws IOException, InterruptedException {
    BackupId id =
        new BackupId(request.stack(), BackupName.of(now(), ThreadLocalRandom.current().nextInt()));
    progress.planned(id.name().toString(), plan);
    plan.notCovered().forEach(reason -> warnings.add(reason.text()));
    begin();
    try (Draft draft = tools.store().begin(id)) {
      List<VolumeEntry> volumes;
      try {
        describe(draft);
        progress.enter(Stage.BEFORE);
        before();
        begun.addAll(plan.after().stream().map(RunPlan.Hook::serviceId).toList());
        progress.enter(Stage.STOPPING);
        stop();
        pointInTime = now();
        progress.enter(Stage.READING);
        volumes = read(draft);
        stillStopped();
      } finally {
        progress.enter(Stage.AFTER);
        bringBack();
        after();
      }
      cancellation.check();
      progress.enter(Stage.COMMITTING);
      draft.commit(manifest(id, draft, volumes));
    } finally {
      if (intent.stopped().isEmpty()) {
        intents.end(intent.id());
      }
    }
    return id;
  }

  private Instant now() {
    return tools.time().now().wall();
  }

  private void begin() throws IOException {
    cancellation.check();
    Outcomes.require("the intent could not be written down", intents.begin(intent));
  }

  /** Specs are those of before anything was stopped, and so are the containers. */
  private void describe(Draft draft) throws IOException {
    try (ObjectSink sink = draft.create(ObjectName.stack(tools.packing().encrypts()))) {
      try (OutputStream out = tools.packing().pack(sink.stream())) {
        Set<String> ids =
            state.serviceViews().stream().map(one -> one.id()).collect(Collectors.toSet());
        StackDocument.of(state)
            .write(out, request.stack(), state.at().toString(), to -> containers(ids, to));
      }
      sink.finish();
    }
  }

  /** A node whose agent is away has no volume in the plan; its containers are left out. */
  private void containers(Set<String> serviceIds, StackDocument.Sink to) throws IOException {
    for (NodeAgent agent : agents.byNode().values()) {
      try {
        agent.containers(json -> container(serviceIds, to, json));
      } catch (UncheckedIOException full) {
        throw full.getCause();
      } catch (IOException silent) {
        warnings.add("containers of node %s: %s".formatted(agent.hostname(), silent.getMessage()));
      }
    }
  }

  private static void container(Set<String> serviceIds, StackDocument.Sink to, JsonNode json) {
    JsonNode labels = json.path("Config").path("Labels");
    if (serviceIds.contains(labels.path("com.docker.swarm.service.id").asText(""))) {
      try {
        to.take(json.toString());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private void before() throws IOException, InterruptedException {
    for (RunPlan.Hook hook : plan.before()) {
      cancellation.check();
      begun.add(hook.serviceId());
      HookEntry entry = hooks.run(hook, Phase.BEFORE, agents, cancellation::goesOn);
      ran.add(entry);
      if (entry.exitCode() != 0) {
        throw new IOException(
            "the before command of %s ended with %d: %s"
                .formatted(entry.service(), entry.exitCode(), Hooks.end(entry)));
      }
    }
  }

  /** Each is written down before it is stopped. */
  private void stop() throws IOException, InterruptedException {
    for (RunPlan.Stop stop : plan.stops()) {
      cancellation.check();
      List<Stopped> all = new ArrayList<>(intent.stopped());
      all.add(new Stopped(stop.serviceId(), stop.service(), stop.replicas()));
      remember(all);
      Reason why = Reason.of("StoppedForBackup", "drover.backup.stop asks for it");
      try {
        stoppedAt.put(stop.serviceId(), tools.stopping().stop(stop, why, cancellation::goesOn));
      } catch (NotStoppedException failed) {
        if (failed.untouched()) {
          all.removeLast();
          remember(all);
        }
        cancellation.check();
        throw failed;
      }
    }
  }

  private void remember(List<Stopped> stopped) throws IOException {
    Intent next = intent.stopping(stopped);
    if (intents.of(intent.id()).orElse(null) instanceof Intents.Stored.Known known) {
      Outcomes.require("the intent could not be written down", intents.write(known, next));
      intent = next;
    } else {
      throw new IOException("the intent is gone: somebody else went on from it");
    }
  }

  private List<VolumeEntry> read(Draft draft) throws IOException {
    VolumeReader reader = new VolumeReader(draft, tools.packing());
    List<VolumeEntry> volumes = new ArrayList<>();
    for (int i = 0; i < plan.volumes().size(); i++) {
      RunPlan.Volume volume = plan.volumes().get(i);
      cancellation.check();
      NodeAgent agent =
          agents
              .of(volume.nodeId())
              .orElseThrow(() -> new IOException("no agent on " + volume.hostname()));
      volumes.add(reader.read(volume, agent, cancellation, progress, i, warnings::add));
    }
    return volumes;
  }

  /** Somebody who gave a service tasks while it was read has written into what was read. */
  private void stillStopped() throws IOException {
    for (Stopped service : intent.stopped()) {
      tools
          .stopping()
          .requireUnchanged(
              new RunPlan.Idle(
                  service.serviceId(), service.service(), stoppedAt.get(service.serviceId())));
    }
    for (RunPlan.Idle service : plan.idle()) {
      tools.stopping().requireUnchanged(service);
    }
  }

  /** Those that don't come back now stay in the intent, and the loop goes on trying. */
  private void bringBack() {
    List<Stopped> left = new ArrayList<>();
    for (Stopped service : intent.stopped().reversed()) {
      boolean back = false;
      try {
        back = tools.stopping().bringBack(service);
      } catch (io.drover.engine.EngineException unreachable) {
        warnings.add(service.service() + ": " + unreachable.getMessage());
      }
      if (!back) {
        left.addFirst(service);
      }
    }
    intent = intent.stopping(left);
  }

  /** What a before command began has to end, also where it failed, or another one did. */
  private void after() throws InterruptedException {
    for (RunPlan.Hook hook : plan.after()) {
      if (!begun.contains(hook.serviceId())) {
        continue;
      }
      HookEntry entry = hooks.run(hook, Phase.AFTER, agents, () -> tools.acts().mayAct());
      ran.add(entry);
      if (entry.exitCode() != 0) {
        warnings.add(
            "the after command of %s ended with %d: %s"
                .formatted(entry.service(), entry.exitCode(), Hooks.end(entry)));
      }
    }
  }

  private Manifest manifest(BackupId id, Draft draft, List<VolumeEntry> volumes) {
    return new Manifest(
        Manifest.FORMAT,
        id.name(),
        request.stack(),
        request.scope(),
        state.serviceViews().stream().map(one -> one.name()).sorted().toList(),
        progress.view().startedAt(),
        pointInTime,
        now(),
        request.trigger(),
        draft.objects(),
        volumes,
        ran,
        tools.packing().recipients(),
        warnings,
        tools.version(),
        tools
            .engine()
            .inspect("/version")
            .map(version -> version.tree().path("Version").asText(""))
            .orElse(""));
  }
}
