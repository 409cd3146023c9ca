package io.drover.placement.act.moves;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.engine.Engine;
import io.drover.runtime.act.Acting;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Carries out a plan's steps, each a call that is conditional on what was observed. */
public final class MoveActuator {
  private final Engine engine;
  private final BooleanSupplier mayAct;

  /**
   * An actuator.
   *
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   */
  public MoveActuator(Engine engine, BooleanSupplier mayAct) {
    this.engine = engine;
    this.mayAct = mayAct;
  }

  /** Whether anything may be done now; asked before something is written down, too. */
  public boolean mayAct() {
    return mayAct.getAsBoolean();
  }

  /** What came of each step, in order; shorter than the plan when a step was not applied. */
  public List<Outcome> act(Plan plan) {
    return Acting.through(plan, mayAct, this::act);
  }

  private Outcome act(Action action) {
    return switch (action) {
      case Action.SetReplicas set -> engine.setReplicas(set.serviceId(), set.version(), set.to());
      case Action.ReplaceTasks all -> engine.replaceTasks(all.serviceId(), all.version());
      case Action.SetAvailability set ->
          engine.setAvailability(set.nodeId(), set.version(), set.to());
      default -> Acting.notMine(action);
    };
  }
}
