package io.drover.placement.act.limits;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.engine.Engine;
import io.drover.placement.observe.AgentStats;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.TaskStats;
import io.drover.runtime.act.Acting;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Carries out a repair: a service's by one conditional engine call, a running container's by the
 * agent of its node.
 */
public final class LimitsActuator {
  private final Engine engine;
  private final Agents agents;
  private final BooleanSupplier mayAct;

  /**
   * An actuator.
   *
   * @param engine a manager's engine
   * @param agents who change running tasks
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   */
  public LimitsActuator(Engine engine, Agents agents, BooleanSupplier mayAct) {
    this.engine = engine;
    this.agents = agents;
    this.mayAct = mayAct;
  }

  /**
   * What came of each step, in order; shorter than the plan when a service was not changed.
   *
   * @param stats which say where the tasks are
   */
  public List<Outcome> act(Plan plan, AgentStats stats) {
    return Acting.through(plan, mayAct, action -> act(action, stats));
  }

  private Outcome act(Action action, AgentStats stats) {
    return switch (action) {
      case Action.ResizeService resize ->
          engine.resize(resize.serviceId(), resize.version(), resize.to());
      case Action.ResizeTask resize -> {
        TaskStats task = stats.tasks().get(resize.taskId());
        yield task == null
            ? new Outcome.Failed(Outcome.Kind.UNAVAILABLE, stats.whyMissing())
            : agents.limit(task.agent(), resize.taskId(), resize.to());
      }
      default -> Acting.notMine(action);
    };
  }
}
