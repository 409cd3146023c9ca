package io.drover.placement.act.quota;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.engine.Engine;
import io.drover.engine.RawJson;
import io.drover.runtime.act.Acting;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Takes back what broke a quota, by one conditional engine call. */
public final class QuotaActuator {
  private final Engine engine;
  private final BooleanSupplier mayAct;

  /**
   * An actuator.
   *
   * @param engine a manager's engine
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   */
  public QuotaActuator(Engine engine, BooleanSupplier mayAct) {
    this.engine = engine;
    this.mayAct = mayAct;
  }

  /**
   * What came of each step.
   *
   * @param specs what services get back, by id
   */
  public List<Outcome> act(Plan plan, Map<String, RawJson> specs) {
    return Acting.through(plan, mayAct, action -> act(action, specs));
  }

  private Outcome act(Action action, Map<String, RawJson> specs) {
    return switch (action) {
      case Action.RestoreService restore -> {
        RawJson spec = specs.get(restore.serviceId());
        yield spec == null
            ? new Outcome.Failed(Outcome.Kind.NOT_FOUND, "its former spec is not known any more")
            : engine.updateService(restore.serviceId(), restore.version(), spec);
      }
      case Action.SetReplicas set -> engine.setReplicas(set.serviceId(), set.version(), set.to());
      default -> Acting.notMine(action);
    };
  }
}
