package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes out of decisions what was last done to the size of a service's tasks. */
public final class PastResizes {
  private PastResizes() {}

  /** What was last done once this decision was acted on. */
  public static LastResize after(LastResize before, Decision decision) {
    List<Plan.Step> done = done(decision);
    Optional<Reason> back = reason(decision.plan(), TakeBack.TAKEN_BACK);
    Optional<Reason> rolledBack = reason(decision.plan(), TakeBack.ROLLED_BACK);
    if (rolledBack.isPresent()) {
      return new LastResize.TakenBack(decision.at(), rolledBack.get().text());
    }
    if (back.isPresent()) {
      boolean nothingToDo = decision.plan().steps().isEmpty() && decision.plan().held().isEmpty();
      return nothingToDo || !done.isEmpty()
          ? new LastResize.TakenBack(decision.at(), back.get().text())
          : before;
    }
    return done.stream().reduce(before, (last, step) -> resized(last, step, decision), (a, b) -> b);
  }

  private static LastResize resized(LastResize last, Plan.Step step, Decision decision) {
    return switch (step.action()) {
      case Action.ResizeService resize ->
          new LastResize.Resized(
              decision.at(), false, resize.from(), resize.to(), level(decision, step));
      case Action.ResizeTask resize ->
          // Its service's amounts, which all of its tasks had before, are what it is taken back to.
          last instanceof LastResize.Resized known && known.at().equals(decision.at())
              ? last
              : new LastResize.Resized(
                  decision.at(),
                  true,
                  spec(decision),
                  new Allotment(Resources.NONE, resize.to()),
                  level(decision, step));
      default -> last;
    };
  }

  /** A plan that changes running tasks also has the change of their service, held or not. */
  private static Allotment spec(Decision decision) {
    return Stream.concat(
            decision.plan().steps().stream(), decision.plan().held().stream().map(Plan.Held::step))
        .flatMap(
            step ->
                step.action() instanceof Action.ResizeService service
                    ? Stream.of(service.from())
                    : Stream.empty())
        .findFirst()
        .orElse(new Allotment(Resources.NONE, Resources.NONE));
  }

  private static List<Plan.Step> done(Decision decision) {
    List<Plan.Step> steps = decision.plan().steps();
    return IntStream.range(0, Math.min(steps.size(), decision.results().size()))
        .filter(i -> decision.results().get(i) instanceof Outcome.Applied)
        .mapToObj(steps::get)
        .toList();
  }

  private static Optional<Reason> reason(Plan plan, String code) {
    return plan.reasons().stream().filter(reason -> reason.code().equals(code)).findFirst();
  }

  private static Strain.Level level(Decision decision, Plan.Step step) {
    for (Reason reason : step.reasons()) {
      String kills = reason.numbers().get(ResizeDecider.KILLS_BEFORE);
      if (kills != null) {
        try {
          String throttled = reason.numbers().getOrDefault(ResizeDecider.THROTTLED_BEFORE, "");
          return new Strain.Level(
              Integer.parseInt(kills),
              throttled.isEmpty()
                  ? Reading.unknown("not measured")
                  : Reading.known(Share.parse(throttled), decision.at()));
        } catch (NumberFormatException | MalformedValueException foreign) {
          return Strain.Level.UNKNOWN;
        }
      }
    }
    return Strain.Level.UNKNOWN;
  }
}
