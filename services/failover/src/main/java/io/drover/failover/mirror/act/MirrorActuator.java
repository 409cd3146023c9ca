package io.drover.failover.mirror.act;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.decide.Kept;
import io.drover.failover.mirror.decide.MirrorDecision;
import io.drover.failover.mirror.decide.MirrorWrite;
import io.drover.failover.mirror.observe.ServiceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Does what is left of a plan at the stand-by. */
public final class MirrorActuator {
  private static final Outcome LOST =
      new Outcome.Failed(
          Outcome.Kind.UNAVAILABLE, "the lease was lost, or a move began, before it was done");

  private final Engine standby;
  private final BooleanSupplier mayAct;

  /**
   * Acts while it may.
   *
   * @param standby a manager's engine there, which stays the caller's to close
   * @param mayAct asked before each step
   */
  public MirrorActuator(Engine standby, BooleanSupplier mayAct) {
    this.standby = standby;
    this.mayAct = mayAct;
  }

  /**
   * What came of it.
   *
   * @param outcomes one for each step, in order; one that fails holds none of the others back
   * @param kept what the engine made of the services that were written, by name
   */
  public record Acted(List<Outcome> outcomes, Map<String, Kept> kept) {
    public Acted {
      outcomes = List.copyOf(outcomes);
      kept = Map.copyOf(kept);
    }
  }

  /**
   * Acts.
   *
   * @param plan what the guards left of the decision's plan
   * @param primary what the primary was seen to have
   * @param there what the stand-by was seen to have
   */
  public Acted act(Plan plan, MirrorDecision decision, Holdings primary, Holdings there) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, Kept> kept = new HashMap<>();
    for (Plan.Step step : plan.steps()) {
      MirrorWrite write = decision.writes().get(step.action());
      Outcome outcome = mayAct.getAsBoolean() ? write(write, primary, there) : LOST;
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Applied && write instanceof MirrorWrite.OfService one) {
        readBack(one.from(), there, kept);
      }
    }
    return new Acted(outcomes, kept);
  }

  private Outcome write(MirrorWrite write, Holdings primary, Holdings there) {
    return switch (write) {
      case MirrorWrite.MakeNetwork make ->
          standby.create("/networks/create", NetworkBody.of(make.network(), make.withRange()));
      case MirrorWrite.MakeConfig make -> standby.create("/configs/create", make.config().spec());
      case MirrorWrite.MakeService make ->
          standby.create(
              "/services/create",
              SpecTranslation.of(make.from(), primary.names(), there, make.off()));
      case MirrorWrite.UpdateService update ->
          standby.updateService(
              update.to().view().id(),
              update.to().view().version(),
              SpecTranslation.of(update.from(), primary.names(), there, update.off()));
    };
  }

  /** Without it the same is written once more in the next round, which changes nothing. */
  private void readBack(MirroredService from, Holdings there, Map<String, Kept> kept) {
    try {
      standby
          .inspect("/services/" + from.name())
          .ifPresent(json -> kept.put(from.name(), kept(from, json, there)));
    } catch (EngineException | IllegalStateException e) {
      kept.remove(from.name());
    }
  }

  private static Kept kept(MirroredService from, RawJson json, Holdings there) {
    return new Kept(from.content(), ServiceReader.read(json, there.names()).content());
  }
}
