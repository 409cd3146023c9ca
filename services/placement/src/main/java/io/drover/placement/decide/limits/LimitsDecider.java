package io.drover.placement.decide.limits;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds a service to its documented limits. A spec that says otherwise is changed, for which Swarm
 * replaces the tasks; a container that is held to something else than its service's spec says is
 * changed while it runs. What would do harm is held back, amount by amount.
 */
public final class LimitsDecider {
  private static final Allotment NOTHING = new Allotment(Resources.NONE, Resources.NONE);

  private LimitsDecider() {}

  /** What to do, and why. */
  public static Plan decide(LimitsInput input) {
    Allotment spec = Allotment.of(input.service());
    List<Reason> reasons = new ArrayList<>();
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>();
    List<Drift> ofSpec = Drift.ofSpec(spec, input.documented());
    SpecRepair repair = SpecRepair.of(input, ofSpec);
    held.addAll(repair.held());
    reasons.addAll(repair.reasons());
    if (!repair.to().equals(NOTHING)) {
      steps.add(
          new Plan.Step(resize(input.service(), spec, repair.to()), List.of(why(repair.made()))));
    } else {
      // Tasks that are about to be replaced need no repair.
      for (TaskHolds task : input.tasks()) {
        repairTask(input, task, spec, steps, held);
      }
    }
    List<Reason> all = new ArrayList<>();
    all.add(verdict(input, ofSpec, steps, held));
    all.addAll(reasons);
    unknown(input).ifPresent(all::add);
    all.addAll(input.documented().notes());
    return new Plan(steps, held, all);
  }

  private static Action resize(ServiceView service, Allotment from, Allotment to) {
    return new Action.ResizeService(service.id(), service.name(), service.version(), from, to);
  }

  private static void repairTask(
      LimitsInput input,
      TaskHolds task,
      Allotment spec,
      List<Plan.Step> steps,
      List<Plan.Held> held) {
    List<Drift> made = new ArrayList<>();
    for (Drift drift : Drift.ofTask(task, spec, input.documented())) {
      Objections.toTask(drift, task, input)
          .ifPresentOrElse(
              objection ->
                  held.add(
                      new Plan.Held(taskStep(input.service(), task, List.of(drift)), objection)),
              () -> made.add(drift));
    }
    if (!made.isEmpty()) {
      steps.add(taskStep(input.service(), task, made));
    }
  }

  private static Plan.Step taskStep(ServiceView service, TaskHolds task, List<Drift> drifts) {
    Allotment to = NOTHING;
    for (Drift drift : drifts) {
      to = drift.amount().in(to, drift.wanted());
    }
    return new Plan.Step(
        new Action.ResizeTask(service.id(), service.name(), task.taskId(), to.limits()),
        List.of(
            new Reason(
                "ContainerDrift",
                "a container on %s is held to something else than its service says: %s"
                    .formatted(task.node(), text(drifts)),
                Map.of("node", task.node()))));
  }

  private static Reason why(List<Drift> drifts) {
    return Reason.of(
        "SpecDrift", "the service says something else than is documented: " + text(drifts));
  }

  private static String text(List<Drift> drifts) {
    return drifts.stream().map(Drift::text).collect(Collectors.joining(", "));
  }

  private static Reason verdict(
      LimitsInput input, List<Drift> ofSpec, List<Plan.Step> steps, List<Plan.Held> held) {
    if (!steps.isEmpty()) {
      return steps.getFirst().reasons().getFirst();
    }
    if (!held.isEmpty()) {
      return Reason.of("Drift", held.getFirst().step().reasons().getFirst().text());
    }
    if (!ofSpec.isEmpty()) {
      return Reason.of("Drift", text(ofSpec));
    }
    return new Reason(
        "AsDocumented",
        "%d amounts are as documented, in the service and in its %d running tasks"
            .formatted(input.documented().wanted().size(), input.tasks().size()),
        Map.of());
  }

  /** Of a task that is not measured nothing is said, least of all that it is as it should be. */
  private static Optional<Reason> unknown(LimitsInput input) {
    List<String> why = new ArrayList<>();
    for (TaskHolds task : input.tasks()) {
      for (Amount amount : input.documented().wanted().keySet()) {
        if (amount.isLimit()
            && task.limit(amount) instanceof Reading.Unknown<TaskHolds.Limit>(String reason)) {
          why.add("%s of the task on %s: %s".formatted(amount.word(), task.node(), reason));
        }
      }
    }
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reason(
                "NotMeasured",
                "what its containers are held to is not all known: " + why.getFirst(),
                Map.of("unknown", "" + why.size())));
  }
}
