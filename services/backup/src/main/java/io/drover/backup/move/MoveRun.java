package io.drover.backup.move;

import io.drover.backup.act.Acts;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.NodeVolume;
import io.drover.backup.act.Outcomes;
import io.drover.backup.act.Stopped;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.move.MoveRecord.Along;
import io.drover.backup.move.MoveView.Stage;
import io.drover.backup.restore.Pinning;
import io.drover.backup.run.Tools;
import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ObjectKind;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.engine.EngineException;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** One move, and its way back. */
final class MoveRun {
  private static final int TRIES = 5;
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(5);

  private final Tools tools;
  private final MoveRecords records;
  private final BiConsumer<MoveRecord, Long> shown;
  private final Reason why;
  private MoveRecord record;

  MoveRun(Tools tools, MoveRecords records, MoveRecord record, BiConsumer<MoveRecord, Long> shown) {
    this.tools = tools;
    this.records = records;
    this.record = record;
    this.shown = shown;
    this.why =
        Reason.of(
            "MoveVolume",
            "%s moves volume %s from %s to %s"
                .formatted(record.by(), record.volume(), record.from(), record.to()));
  }

  /**
   * Moves.
   *
   * @param stops the services with the versions that were seen
   * @param idle those that have no task; they must have none until the volumes are copied
   * @throws IOException when a step failed; then it has to be undone, or finished where services
   *     may have started already
   */
  void run(List<RunPlan.Stop> stops, List<RunPlan.Idle> idle)
      throws IOException, InterruptedException {
    List<RunPlan.Idle> still = new ArrayList<>(idle);
    for (RunPlan.Stop stop : stops) {
      long version = tools.stopping().stop(stop, why, () -> tools.acts().mayAct());
      still.add(new RunPlan.Idle(stop.serviceId(), stop.service(), version));
    }
    enter(Stage.COPYING);
    NodeAgents.Found agents = tools.agents().find();
    NodeAgent from = agent(agents, record.from());
    NodeAgent to = agent(agents, record.to());
    for (String volume : record.volumes()) {
      copy(volume, from, to);
    }
    for (RunPlan.Idle service : still) {
      tools.stopping().requireUnchanged(service);
    }
    enter(Stage.STARTING);
    finish();
  }

  /** What a move is, as far as it has come. */
  MoveRecord record() {
    return record;
  }

  /**
   * Ties the services to the other node and starts them there. From here on there is only forwards:
   * what they write is nowhere else. Can be repeated.
   *
   * @throws IOException when a step failed; then it has to be tried again
   */
  void finish() throws IOException {
    for (Along service : record.services()) {
      pin(service, record.to());
      if (service.replicas() > 0) {
        back(service);
      }
    }
    enter(Stage.MOVED);
  }

  /** Leaves the services alone for as long as it takes. */
  void keepResting() {
    tools
        .stopping()
        .keepResting(
            record.services().stream()
                .filter(one -> one.replicas() > 0)
                .map(one -> new Stopped(one.id(), one.name(), one.replicas()))
                .toList());
  }

  private void enter(Stage stage) throws IOException {
    if (!tools.acts().mayAct()) {
      throw new IOException("the lease was lost meanwhile: another instance undoes it");
    }
    MoveRecord next = record.at(stage);
    Outcomes.require("the record of the move", records.write(next));
    record = next;
    shown.accept(record, 0L);
  }

  private void copy(String name, NodeAgent from, NodeAgent to) throws IOException {
    NodeVolume volume =
        from.volume(name)
            .orElseThrow(
                () ->
                    new IOException("volume %s is gone from %s".formatted(name, from.hostname())));
    by(
        new Action.CreateObject(ObjectKind.VOLUME, name, to.hostname()),
        () ->
            to.create(NodeVolume.named(name, volume.driver(), volume.options(), volume.labels())));
    by(
        new Action.FillVolume(name, to.hostname(), from.hostname()),
        () ->
            VolumeCopy.copy(
                volume,
                from,
                to,
                bytes -> {
                  if (bytes >= 0) {
                    shown.accept(record, bytes);
                  }
                }));
  }

  /**
   * Undoes what was done before services were started on the other node; whether all is as it was.
   */
  boolean undo() {
    if (record.stage() == Stage.STARTING) {
      throw new IllegalStateException("what was written since would be lost");
    }
    // That starting was begun may have been written without our knowing.
    if (!(records.write(record) instanceof Outcome.Applied)) {
      return false;
    }
    boolean undone = true;
    for (Along service : record.services()) {
      undone &= undo(service);
    }
    if (undone) {
      undone = removeCopies();
    }
    return undone;
  }

  /** One that was tied to nothing is tied to where its volume is, or it might start elsewhere. */
  private boolean undo(Along service) {
    try {
      Optional<RawJson> raw = present(service.id());
      boolean stopped =
          raw.isPresent()
              && EngineReader.service(raw.get().tree()).mode()
                  instanceof ServiceView.Mode.Replicated(int now)
              && now == 0;
      // Else it is gone, was never stopped, or somebody else saw to it.
      if (stopped && service.replicas() > 0) {
        if (!service.tied()) {
          pin(service, record.from());
        }
        return tools
            .stopping()
            .bringBack(new Stopped(service.id(), service.name(), service.replicas()));
      }
      tools.stopping().wake(service.id());
      return true;
    } catch (IOException | EngineException notYet) {
      return false;
    }
  }

  private boolean removeCopies() {
    Optional<NodeAgent> to =
        tools.agents().find().byNode().values().stream()
            .filter(agent -> agent.hostname().equals(record.to()))
            .findFirst();
    if (to.isEmpty()) {
      return false;
    }
    try {
      for (String volume : record.volumes()) {
        by(
            new Action.RemoveObject(ObjectKind.VOLUME, volume, record.to()),
            () -> to.get().remove(volume));
      }
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  private void pin(Along service, String node) throws IOException {
    edit(
        service,
        version -> new Action.PinService(service.id(), service.name(), version, node),
        spec -> Pinning.pinned(spec, node));
  }

  private void edit(Along service, LongFunction<Action> action, UnaryOperator<RawJson> change)
      throws IOException {
    Outcome outcome = new Outcome.Conflict("");
    for (int attempt = 0; attempt < TRIES && outcome instanceof Outcome.Conflict; attempt++) {
      RawJson raw =
          present(service.id())
              .orElseThrow(() -> new IOException(service.name() + " was removed meanwhile"));
      ServiceView seen = EngineReader.service(raw.tree());
      RawJson spec = raw.find("/Spec").orElse(RawJson.of("{}"));
      RawJson edited = change.apply(spec);
      if (edited.equals(spec)) {
        return;
      }
      outcome =
          tools
              .acts()
              .act(
                  action.apply(seen.version()),
                  why,
                  service.name(),
                  any -> tools.engine().updateService(service.id(), seen.version(), edited));
    }
    Outcomes.require(service.name(), outcome);
  }

  private Optional<RawJson> present(String serviceId) {
    return tools.engine().inspect("/services/" + serviceId);
  }

  private void back(Along service) throws IOException {
    if (!tools
        .stopping()
        .bringBack(new Stopped(service.id(), service.name(), service.replicas()))) {
      throw new IOException(service.name() + " could not be started");
    }
  }

  /** Removes the old copies. */
  void confirm() throws IOException {
    NodeAgent from = agent(tools.agents().find(), record.from());
    for (String volume : record.volumes()) {
      by(
          new Action.RemoveObject(ObjectKind.VOLUME, volume, record.from()),
          () -> from.remove(volume));
    }
  }

  private static NodeAgent agent(NodeAgents.Found agents, String hostname) throws IOException {
    return agents.byNode().values().stream()
        .filter(agent -> agent.hostname().equals(hostname))
        .findFirst()
        .orElseThrow(() -> new IOException("the agent of " + hostname + " does not answer"));
  }

  private void by(Action action, Acts.Attempt step) throws IOException {
    Outcomes.require(action.describe(), tools.acts().attempt(action, why, record.volume(), step));
  }
}
