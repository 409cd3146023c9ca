package io.drover.scaling.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.engine.Engine;
import io.drover.runtime.act.Acting;
import io.drover.scaling.observe.LoadReport;
import io.drover.scaling.observe.SizeAgents;
import io.drover.scaling.observe.TaskLoad;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Carries out a plan of another size: a service's by one conditional engine call, a running task's
 * by the agent of its node.
 */
public final class ResizeActuator {
  private final Engine engine;
  private final SizeAgents agents;
  private final BooleanSupplier mayAct;

  /**
   * An actuator.
   *
   * @param engine a manager's engine
   * @param agents who change running tasks
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   */
  public ResizeActuator(Engine engine, SizeAgents agents, BooleanSupplier mayAct) {
    this.engine = engine;
    this.agents = agents;
    this.mayAct = mayAct;
  }

  /**
   * What came of each step, in order; shorter than the plan when a service was not resized.
   *
   * @param loads where the tasks are
   */
  public List<Outcome> act(Plan plan, LoadReport loads) {
    return Acting.through(plan, mayAct, action -> act(action, loads));
  }

  private Outcome act(Action action, LoadReport loads) {
    return switch (action) {
      case Action.ResizeService resize ->
          engine.resize(resize.serviceId(), resize.version(), resize.to());
      case Action.ResizeTask resize -> {
        TaskLoad load = loads.tasks().get(resize.taskId());
        yield load == null
            ? new Outcome.Failed(Outcome.Kind.UNAVAILABLE, loads.whyMissing())
            : agents.resize(load.agent(), resize.taskId(), resize.to());
      }
      default -> Acting.notMine(action);
    };
  }
}
