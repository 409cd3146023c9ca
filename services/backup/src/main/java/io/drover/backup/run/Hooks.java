package io.drover.backup.run;

import io.drover.backup.act.Acts;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.Waiting;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.manifest.HookEntry;
import io.drover.backup.manifest.HookEntry.Phase;
import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineReader;
import io.drover.runtime.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs the commands of services' labels in their tasks. */
final class Hooks {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int NOT_RUN = -1;
  private static final int LONGEST_OUTPUT = 64 << 10;

  private final Engine engine;
  private final Acts acts;
  private final TimeSource time;
  private final Waiting waiting;

  Hooks(Engine engine, Acts acts, TimeSource time, Waiting waiting) {
    this.engine = engine;
    this.acts = acts;
    this.time = time;
    this.waiting = waiting;
  }

  /**
   * Runs one; never throws for what the command or its agent can answer.
   *
   * @param goesOn asked while waiting for a task
   */
  HookEntry run(RunPlan.Hook hook, Phase phase, NodeAgents.Found agents, BooleanSupplier goesOn)
      throws InterruptedException {
    Instant begun = time.now().wall();
    HookEntry[] entry = {entry(hook, phase, NOT_RUN, "not run: the lease was lost", begun)};
    Target target = target(hook, goesOn);
    String hostname = agents.of(target.nodeId()).map(NodeAgent::hostname).orElse("");
    String word = phase == Phase.BEFORE ? "before" : "after";
    acts.act(
        new Action.RunHook(hook.serviceId(), hook.service(), hostname, word),
        Reason.of("BackupHook", "drover.backup." + word + " asks for it"),
        hook.service(),
        action -> {
          entry[0] = exec(hook, phase, target, agents, begun);
          return entry[0].exitCode() == 0
              ? new Outcome.Applied("")
              : new Outcome.Failed(
                  Outcome.Kind.REJECTED,
                  "ended with " + entry[0].exitCode() + ": " + end(entry[0]));
        });
    return entry[0];
  }

  private record Target(String nodeId, String containerId) {}

  private HookEntry exec(
      RunPlan.Hook hook, Phase phase, Target target, NodeAgents.Found agents, Instant begun) {
    if (target.containerId().isEmpty()) {
      return entry(hook, phase, NOT_RUN, "no task of it runs", begun);
    }
    Optional<NodeAgent> agent = agents.of(target.nodeId());
    if (agent.isEmpty()) {
      return entry(hook, phase, NOT_RUN, "the agent of the task's node does not answer", begun);
    }
    try {
      NodeAgent.Ran ran = agent.get().exec(target.containerId(), hook.command(), hook.timeLimit());
      String output =
          ran.timedOut()
              ? ran.output() + "\ngiven up after " + hook.timeLimit().toSeconds() + " s"
              : ran.output();
      int code = ran.timedOut() && ran.exitCode() == 0 ? NOT_RUN : ran.exitCode();
      return entry(hook, phase, code, output, begun);
    } catch (IOException failed) {
      return entry(hook, phase, NOT_RUN, String.valueOf(failed.getMessage()), begun);
    }
  }

  /** The task that was chosen; for a service that comes back, the first one that runs again. */
  private Target target(RunPlan.Hook hook, BooleanSupplier goesOn) throws InterruptedException {
    if (!hook.containerId().isEmpty()) {
      return new Target(hook.nodeId(), hook.containerId());
    }
    Target none = new Target(hook.nodeId(), "");
    return waiting
        .until(
            hook.timeLimit(),
            POLL,
            () -> goesOn.getAsBoolean() ? running(hook.serviceId()) : Optional.of(none))
        .orElse(none);
  }

  private Optional<Target> running(String serviceId) {
    return engine.list("/tasks").stream()
        .map(raw -> EngineReader.task(raw.tree()))
        .filter(one -> one.serviceId().equals(serviceId) && one.isRunning())
        .min(Comparator.comparing(TaskView::id))
        .map(task -> new Target(task.nodeId(), task.containerId()));
  }

  private HookEntry entry(
      RunPlan.Hook hook, Phase phase, int exitCode, String output, Instant begun) {
    Duration took = Duration.between(begun, time.now().wall());
    return new HookEntry(
        hook.service(),
        phase,
        hook.command(),
        exitCode,
        output.length() > LONGEST_OUTPUT
            ? output.substring(output.length() - LONGEST_OUTPUT)
            : output,
        took.isNegative() ? Duration.ZERO : took);
  }

  /** The end of what a command said, for a message. */
  static String end(HookEntry entry) {
    List<String> lines = entry.output().strip().lines().toList();
    return lines.isEmpty() ? "it wrote nothing" : lines.getLast();
  }
}
