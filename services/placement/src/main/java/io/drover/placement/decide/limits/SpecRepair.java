package io.drover.placement.decide.limits;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.quota.LimitRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The change of a service's spec that is left once everything harmful is held back.
 *
 * @param to what changes; nothing where nothing is left
 * @param made the drifts that it mends
 * @param held what is held back, and why
 * @param reasons why an amount is another one than documented
 */
record SpecRepair(Allotment to, List<Drift> made, List<Plan.Held> held, List<Reason> reasons) {
  private static final Allotment NOTHING = new Allotment(Resources.NONE, Resources.NONE);

  /** A resource's limit and its reservation belong together: one may be wrong without the other. */
  private static final List<List<Amount>> RESOURCES =
      List.of(
          List.of(Amount.CPU_LIMIT, Amount.CPU_RESERVATION),
          List.of(Amount.MEMORY_LIMIT, Amount.MEMORY_RESERVATION),
          List.of(Amount.PIDS_LIMIT));

  static SpecRepair of(LimitsInput input, List<Drift> drifts) {
    Allotment spec = Allotment.of(input.service());
    Allotment to = NOTHING;
    List<Drift> made = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>();
    List<Reason> reasons = new ArrayList<>();
    for (List<Amount> resource : RESOURCES) {
      List<Drift> mended = new ArrayList<>();
      for (Drift drift : drifts) {
        if (resource.contains(drift.amount())) {
          Optional<Reason> objection = Objections.toSpec(drift, input);
          if (objection.isPresent()) {
            held.add(held(input, List.of(drift), objection.get()));
          } else {
            possible(drift, input, reasons).ifPresent(mended::add);
          }
        }
      }
      Allotment after = with(with(spec, made), mended);
      Optional<Reason> broken =
          mended.isEmpty()
              ? Optional.empty()
              : aboveLimit(after, resource).or(() -> breaks(input, spec, after));
      if (broken.isPresent()) {
        held.add(held(input, mended, broken.get()));
      } else {
        made.addAll(mended);
        to = with(to, mended);
      }
    }
    return new SpecRepair(to, made, held, reasons);
  }

  private static Allotment with(Allotment allotment, List<Drift> mended) {
    Allotment changed = allotment;
    for (Drift drift : mended) {
      changed = drift.amount().in(changed, drift.wanted());
    }
    return changed;
  }

  /** Docker starts no task with a CPU limit above its node's cores. */
  private static Optional<Drift> possible(Drift drift, LimitsInput input, List<Reason> reasons) {
    if (drift.amount() != Amount.CPU_LIMIT
        || !(input.fewestCores() instanceof Reading.Known<Cpu>(Cpu cores, var at))
        || drift.wanted() <= cores.nanos()) {
      return Optional.of(drift);
    }
    reasons.add(
        new Reason(
            "LimitedByCores",
            "limits.cpu is %s in place of %s: Docker starts no task with more than its node's cores"
                .formatted(cores, Cpu.ofNanos(drift.wanted())),
            Map.of("cores", cores.toString())));
    return drift.found().equals(new Drift.Found.Another(cores.nanos()))
        ? Optional.empty()
        : Optional.of(new Drift(drift.amount(), "", cores.nanos(), drift.found()));
  }

  private static Optional<Reason> aboveLimit(Allotment after, List<Amount> resource) {
    if (resource.size() < 2) {
      return Optional.empty();
    }
    OptionalLong limit = resource.getFirst().of(after);
    OptionalLong reserved = resource.getLast().of(after);
    return limit.isPresent() && reserved.isPresent() && reserved.getAsLong() > limit.getAsLong()
        ? Optional.of(
            Reason.of(
                "ReservationAboveLimit",
                "each task would reserve %s, more than its limit of %s"
                    .formatted(
                        resource.getLast().shown(reserved.getAsLong()),
                        resource.getFirst().shown(limit.getAsLong()))))
        : Optional.empty();
  }

  /** A bound of a LimitRange that the change would break and that is not broken already. */
  private static Optional<Reason> breaks(LimitsInput input, Allotment before, Allotment after) {
    List<Reason> old =
        LimitRules.violations(LimitRules.filled(before, input.ranges()), input.ranges());
    return LimitRules.violations(LimitRules.filled(after, input.ranges()), input.ranges()).stream()
        .filter(violation -> !old.contains(violation))
        .findFirst()
        .map(violation -> Reason.of("BreaksLimitRange", violation.text()));
  }

  private static Plan.Held held(LimitsInput input, List<Drift> drifts, Reason by) {
    Allotment to = with(NOTHING, drifts);
    var service = input.service();
    List<String> texts = drifts.stream().map(Drift::text).toList();
    return new Plan.Held(
        new Plan.Step(
            new Action.ResizeService(
                service.id(), service.name(), service.version(), Allotment.of(service), to),
            List.of(Reason.of("SpecDrift", String.join(", ", texts)))),
        by);
  }
}
