package io.drover.scaling.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.engine.Engine;
import io.drover.runtime.act.Acting;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Carries out a plan, one conditional engine call per step, and stops at the first that fails. */
public final class ReplicaActuator {
  private final Engine engine;
  private final BooleanSupplier mayAct;

  /**
   * An actuator.
   *
   * @param engine a manager's engine
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   */
  public ReplicaActuator(Engine engine, BooleanSupplier mayAct) {
    this.engine = engine;
    this.mayAct = mayAct;
  }

  /** What came of each step, in order; shorter than the plan when a step was not applied. */
  public List<Outcome> act(Plan plan) {
    return Acting.through(plan, mayAct, this::act);
  }

  private Outcome act(Action action) {
    return switch (action) {
      case Action.SetReplicas set -> engine.setReplicas(set.serviceId(), set.version(), set.to());
      default -> Acting.notMine(action);
    };
  }
}
