package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.Share;
import io.drover.scaling.decide.vertical.LastResize.Resized;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a resize back that did a service no good: its update failed or hangs, or its tasks are
 * killed or throttled more than before. What was made larger is not to blame for kills or
 * throttling.
 */
final class TakeBack {
  private static final Duration LONGEST_UPDATE = Duration.ofHours(1);

  /** The code of the reason of a step that takes a resize back. */
  static final String TAKEN_BACK = "ResizeTakenBack";

  /** The code of the reason that Swarm has taken it back. */
  static final String ROLLED_BACK = "ResizeRolledBack";

  /** The code of the reason that an update of ours gets no further. */
  static final String UPDATE_HANGS = "UpdateHangs";

  /**
   * For how long a task of an update may wait for a node: a node that restarts is back by then, and
   * meanwhile nothing else is done to the service.
   */
  static final Duration MAY_WAIT = Duration.ofMinutes(10);

  /** Less is noise: ten of a hundred enforcement periods. */
  private static final BigDecimal MORE_THROTTLED = new BigDecimal("0.1");

  private TakeBack() {}

  /** The plan that takes back what was last done, if that must be. */
  static Optional<Plan> of(ResizeInput in) {
    return in.last() instanceof Resized resized && in.policy().mode().applies()
        ? of(in, resized)
        : Optional.empty();
  }

  private static Optional<Plan> of(ResizeInput in, Resized resized) {
    Rollout rollout = in.service().rollout();
    boolean ours = in.now().isBefore(resized.at().plus(LastResize.BACK_OFF)) && !resized.inPlace();
    // A later update is somebody else's: ours is over, or has failed, by then.
    boolean itsUpdate = ours && in.now().isBefore(resized.at().plus(LONGEST_UPDATE));
    if (ours && isRollback(rollout)) {
      return Optional.of(
          Plan.nothing(
              List.of(
                  Reason.of(
                      ROLLED_BACK,
                      "the update that resized it failed, and Swarm rolled it back; left alone until "
                          + resized.at().plus(LastResize.BACK_OFF)))));
    }
    boolean there = Allotment.of(in.service()).covers(resized.to());
    if (itsUpdate && rollout == Rollout.PAUSED && there) {
      return Optional.of(plan(in, resized, "the update that resized it failed and is paused"));
    }
    if (itsUpdate && rollout == Rollout.UPDATING && there) {
      Optional<Plan> hangs = hangs(in, resized);
      if (hangs.isPresent()) {
        return hangs;
      }
    }
    if (!resized.isWatched(in.now()) || !(there || resized.inPlace())) {
      return Optional.empty();
    }
    return worse(in, resized).map(why -> plan(in, resized, why));
  }

  /** Swarm waits for ever for a node, and while it does its update counts as under way. */
  private static Optional<Plan> hangs(ResizeInput in, Resized resized) {
    if (!(in.waiting() instanceof Waiting.ForNode(Instant created, String message))) {
      return Optional.empty();
    }
    Instant since = created.isAfter(resized.at()) ? created : resized.at();
    Instant until = since.plus(MAY_WAIT);
    String what =
        "the update that resized it hangs: since %s a task waits for a node%s"
            .formatted(since, message.isEmpty() ? "" : " (" + message + ")");
    if (in.now().isBefore(until)) {
      return Optional.of(
          Plan.nothing(
              List.of(
                  Reason.of(UPDATE_HANGS, "%s; it is taken back at %s".formatted(what, until)))));
    }
    Plan back = plan(in, resized, what);
    List<Reason> reasons = new ArrayList<>(back.reasons());
    reasons.add(Reason.of(UPDATE_HANGS, what));
    return Optional.of(new Plan(back.steps(), back.held(), reasons));
  }

  private static boolean isRollback(Rollout rollout) {
    return switch (rollout) {
      case ROLLBACK_STARTED, ROLLBACK_PAUSED, ROLLBACK_COMPLETED -> true;
      case NONE, UPDATING, PAUSED, COMPLETED, UNKNOWN -> false;
    };
  }

  private static Optional<String> worse(ResizeInput in, Resized resized) {
    Instant started = resized.inPlace() ? Instant.MIN : resized.at();
    Strain.Level after = in.strain().between(resized.at(), in.now(), started);
    int before = resized.before().kills();
    if (shrank(memories(resized.from()), memories(resized.to())) && after.kills() > before) {
      return Optional.of(
          "%d tasks were killed for want of memory since it was resized, %d in as much time before"
              .formatted(after.kills(), before));
    }
    if (shrank(cpus(resized.from()), cpus(resized.to()))
        && after.throttled() instanceof Reading.Known<Share>(Share now, var at)
        && resized.before().throttled() instanceof Reading.Known<Share>(Share then, var at2)
        && now.fraction().subtract(then.fraction()).compareTo(MORE_THROTTLED) >= 0) {
      return Optional.of(
          "its tasks are throttled %s of the time since it was resized, %s before"
              .formatted(now, then));
    }
    return Optional.empty();
  }

  /** Whether one of the amounts became less. */
  private static <T extends Comparable<T>> boolean shrank(
      List<Optional<T>> from, List<Optional<T>> to) {
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i).isPresent()
          && to.get(i).isPresent()
          && to.get(i).get().compareTo(from.get(i).get()) < 0) {
        return true;
      }
    }
    return false;
  }

  private static List<Optional<Bytes>> memories(Allotment given) {
    return List.of(given.reservations().memory(), given.limits().memory());
  }

  /** Nobody is throttled for what he reserves. */
  private static List<Optional<Cpu>> cpus(Allotment given) {
    return List.of(given.limits().cpu());
  }

  private static Plan plan(ResizeInput in, Resized resized, String why) {
    Reason reason =
        new Reason(
            TAKEN_BACK,
            "%s: the old size is put back, and it is left alone for %d h"
                .formatted(why, LastResize.BACK_OFF.toHours()),
            Map.of("resizedAt", resized.at().toString()));
    List<Reason> reasons = List.of(reason);
    List<Plan.Step> steps = new ArrayList<>();
    for (Action action : resized.inPlace() ? tasks(in) : List.of(service(in, resized))) {
      steps.add(new Plan.Step(action, reasons));
    }
    return new Plan(steps, List.of(), reasons);
  }

  private static List<Action> tasks(ResizeInput in) {
    return InPlace.steps(in, in.service().limits());
  }

  private static Action service(ResizeInput in, Resized resized) {
    Allotment old =
        new Allotment(
            old(resized.from().reservations(), resized.to().reservations()),
            old(resized.from().limits(), resized.to().limits()));
    return new Action.ResizeService(
        in.service().id(),
        in.service().name(),
        in.service().version(),
        Allotment.of(in.service()),
        old);
  }

  /** What was changed, as it was before; zero where nothing was declared. */
  private static Resources old(Resources from, Resources changed) {
    Resources old = Resources.NONE;
    if (changed.cpu().isPresent()) {
      old = old.withCpu(from.cpu().orElse(Cpu.ZERO));
    }
    return changed.memory().isPresent() ? old.withMemory(from.memory().orElse(Bytes.ZERO)) : old;
  }
}
