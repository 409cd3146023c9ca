package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.Acts;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.NodeVolume;
import io.drover.backup.act.Outcomes;
import io.drover.backup.act.Stopped;
import io.drover.backup.decide.restore.Names;
import io.drover.backup.decide.restore.RestorePlan;
import io.drover.backup.decide.restore.RestorePlan.Change;
import io.drover.backup.decide.restore.RestorePlan.Item;
import io.drover.backup.decide.restore.RestorePlan.Kind;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.keep.Verifier;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.observe.StackDocument;
import io.drover.backup.run.Tools;
import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ObjectKind;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One restore, from its plan to its end. Every thing is noted before it is begun and when it is
 * there: cut off anywhere, it goes on where it was, and does nothing twice that is done.
 */
final class RestoreRun {
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(5);

  private final Tools tools;
  private final Manifest manifest;
  private final StackDocument document;
  private final NodeAgents.Found agents;
  private final RestorePlan plan;
  private final RestoreRecords records;
  private final RestoreProgress progress;
  private final Names names;
  private final Reason why;
  private RestoreRecord record;

  RestoreRun(
      Tools tools,
      RestorePlanned planned,
      RestoreRecords records,
      RestoreRecord record,
      RestoreProgress progress) {
    this.tools = tools;
    this.manifest = planned.manifest();
    this.document = planned.document();
    this.agents = planned.agents();
    this.plan = planned.plan();
    this.records = records;
    this.record = record;
    this.progress = progress;
    this.names = RestoreFactsReader.names(record.request());
    this.why =
        Reason.of("Restore", "%s restores %s".formatted(record.request().by(), manifest.id()));
  }

  /**
   * Runs to its end.
   *
   * @throws IOException when it could not; says why
   */
  void run() throws IOException, InterruptedException {
    progress.planned(plan);
    readThrough();
    each(Kind.NETWORK, this::network);
    each(Kind.CONFIG, this::config);
    stop();
    each(Kind.VOLUME, this::volume);
    each(Kind.SERVICE, this::service);
  }

  /** The record as far as it has come. */
  RestoreRecord record() {
    return record;
  }

  /** Leaves the services alone for as long as it takes. */
  void keepResting() {
    tools.stopping().keepResting(record.stopped());
  }

  /** Nothing is stopped, and no volume cleared, for a backup that can't be read to its end. */
  private void readThrough() throws IOException {
    Verifier verifier = new Verifier(tools.store(), tools.packing(), true);
    for (Item item : plan.items()) {
      if (item.kind() == Kind.VOLUME
          && item.change() != Change.KEEP
          && !record.done().contains(item.key())) {
        progress.doing("reading what is held of " + item.held());
        List<String> problems = verifier.problems(manifest, entry(item));
        if (!problems.isEmpty()) {
          throw new IOException(
              "%s can't be restored: %s".formatted(manifest.id(), problems.getFirst()));
        }
      }
    }
  }

  private VolumeEntry entry(Item item) throws IOException {
    return manifest.volumes().stream()
        .filter(one -> one.name().equals(item.held()) && one.node().equals(item.from()))
        .findFirst()
        .orElseThrow(() -> new IOException("the backup has no volume " + item.held()));
  }

  @FunctionalInterface
  private interface Step {
    void take(Item item) throws IOException;
  }

  private void each(Kind kind, Step step) throws IOException {
    for (Item item : plan.items()) {
      boolean isDone = record.done().contains(item.key());
      if (item.kind() == kind && item.change() != Change.KEEP && !isDone) {
        if (!tools.acts().mayAct()) {
          throw new IOException("the lease was lost meanwhile: another instance goes on");
        }
        progress.doing(item.key());
        note(record.beginning(item.key()));
        step.take(item);
        note(record.having(item.key()));
        progress.done(item.key());
      }
    }
  }

  private void note(RestoreRecord next) throws IOException {
    Outcomes.require("the record of the restore", records.write(next));
    record = next;
  }

  private void network(Item item) throws IOException {
    RawJson held = held(document.networks(), "/Name", item.held());
    create(ObjectKind.NETWORK, item, "/networks/create", rewriter().network(held));
  }

  private void config(Item item) throws IOException {
    RawJson held = held(document.configs(), "/Spec/Name", item.held());
    create(ObjectKind.CONFIG, item, "/configs/create", rewriter().config(held));
  }

  /** What this restore made before it was cut off is there, and as good. */
  private void create(ObjectKind kind, Item item, String path, RawJson object) throws IOException {
    Outcome outcome =
        tools
            .acts()
            .act(
                new Action.CreateObject(kind, item.name(), ""),
                why,
                record.request().as(),
                action -> tools.engine().create(path, object));
    if (!(outcome instanceof Outcome.Conflict)) {
      Outcomes.require(item.key(), outcome);
    }
  }

  /** Services that are replaced stop before their volumes are written. */
  private void stop() throws IOException, InterruptedException {
    for (Item item : plan.items()) {
      if (item.kind() == Kind.SERVICE
          && item.change() == Change.REPLACE
          && !record.done().contains(item.key())) {
        Optional<ServiceView> found =
            present(item.name()).map(raw -> EngineReader.service(raw.tree()));
        if (found.isPresent()
            && found.get().mode() instanceof ServiceView.Mode.Replicated(int replicas)
            && replicas > 0) {
          progress.doing("stopping " + item.name());
          note(record.stopping(new Stopped(found.get().id(), item.name(), replicas)));
          tools
              .stopping()
              .stop(
                  new RunPlan.Stop(
                      found.get().id(), item.name(), found.get().version(), replicas, STOPS_WITHIN),
                  why,
                  () -> tools.acts().mayAct());
        }
      }
    }
  }

  private Optional<RawJson> present(String name) {
    return tools.engine().list("/services").stream()
        .filter(raw -> raw.tree().at("/Spec/Name").asText("").equals(name))
        .findFirst();
  }

  private void volume(Item item) throws IOException {
    VolumeEntry held = entry(item);
    NodeAgent agent =
        agents.byNode().values().stream()
            .filter(one -> one.hostname().equals(item.node()))
            .findFirst()
            .orElseThrow(() -> new IOException("no agent on " + item.node()));
    int number = progress.volume(item.name(), item.node(), held.bytes());
    if (agent.volume(item.name()).isEmpty()) {
      done(
          item,
          new Action.CreateObject(ObjectKind.VOLUME, item.name(), item.node()),
          () -> agent.create(newVolume(item, held)));
    }
    done(
        item,
        new Action.FillVolume(item.name(), item.node(), manifest.id().toString()),
        () ->
            new VolumeFiller(tools.store(), tools.packing())
                .fill(
                    manifest,
                    held,
                    agent,
                    item.name(),
                    true,
                    record.request().inUse(),
                    line -> progress.written(number, line)));
  }

  private NodeVolume newVolume(Item item, VolumeEntry held) {
    Map<String, String> labels = new TreeMap<>(held.labels());
    labels.computeIfPresent(
        ServiceView.STACK_LABEL,
        (key, stack) -> stack.equals(names.stack()) ? names.target() : stack);
    return NodeVolume.named(item.name(), held.driver(), held.options(), labels);
  }

  private void done(Item item, Action action, Acts.Attempt step) throws IOException {
    Outcomes.require(item.key(), tools.acts().attempt(action, why, record.request().as(), step));
  }

  private void service(Item item) throws IOException {
    RawJson held = held(document.services(), "/Spec/Name", item.held());
    RawJson spec =
        rewriter()
            .service(
                held,
                plan.pins().getOrDefault(item.held(), ""),
                plan.droppedPorts().getOrDefault(item.held(), List.of()));
    Optional<RawJson> there = present(item.name());
    if (there.isEmpty()) {
      create(ObjectKind.SERVICE, item, "/services/create", spec);
      return;
    }
    ServiceView seen = EngineReader.service(there.get().tree());
    Outcomes.require(
        item.key(),
        tools
            .acts()
            .act(
                new Action.RestoreService(
                    seen.id(), item.name(), seen.version(), "what " + manifest.id() + " holds"),
                why,
                item.name(),
                action -> tools.engine().updateService(seen.id(), seen.version(), spec)));
    tools.stopping().wake(seen.id());
  }

  private SpecRewriter rewriter() {
    Map<String, String> networks = new HashMap<>();
    for (RawJson network : document.networks()) {
      JsonNode tree = network.tree();
      networks.put(tree.path("Id").asText(""), tree.path("Name").asText(""));
    }
    return new SpecRewriter(names, networks, ids("/configs"), ids("/secrets"));
  }

  private Map<String, String> ids(String path) {
    Map<String, String> ids = new HashMap<>();
    for (RawJson object : tools.engine().list(path)) {
      JsonNode tree = object.tree();
      ids.put(tree.at("/Spec/Name").asText(""), tree.path("ID").asText(""));
    }
    return ids;
  }

  private static RawJson held(List<RawJson> objects, String pointer, String name)
      throws IOException {
    Function<RawJson, String> nameOf = object -> object.tree().at(pointer).asText("");
    return objects.stream()
        .filter(object -> nameOf.apply(object).equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("the backup does not describe " + name));
  }
}
