package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.VerticalResult.Change;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory that tasks need at this moment, whatever they needed on the whole: the largest working
 * set, and what a JVM needs when its heap is as large as it may be. A reservation that is below the
 * latter is not raised to it; a limit is. Where one of them is not known, nothing is made less.
 *
 * @param reservation bytes that a reservation must have
 * @param limit bytes that a limit must have, if there is one
 * @param why the strongest of them
 */
record Floors(long reservation, long limit, Reason why) {

  static Floors of(ResizeInput in) {
    long reserved = in.service().reservations().memory().map(Bytes::value).orElse(0L);
    long limited = in.service().limits().memory().map(Bytes::value).orElse(0L);
    long workingSet = workingSet(in);
    Floors floors =
        new Floors(
            workingSet,
            workingSet,
            reason("RaisedToWorkingSet", "the largest working set of its tasks", workingSet));
    if (in.heap() instanceof JvmHeap.AtMost most && most.needed().value() > workingSet) {
      long needed = most.needed().value();
      floors =
          new Floors(
              Math.max(workingSet, Math.min(reserved, needed)),
              needed,
              reason("RaisedToJvmHeap", "what a heap of " + most.heap() + " needs", needed));
    }
    Optional<String> unknown = unknown(in);
    return unknown.isEmpty()
        ? floors
        : new Floors(
            Math.max(floors.reservation(), reserved),
            Math.max(floors.limit(), limited),
            Reason.of("WorkingSetUnknown", "memory is not made less: " + unknown.get()));
  }

  /** Whether an estimate asks for less than is needed. */
  boolean isAbove(Estimate.Known estimate) {
    return estimate.target().of(ResourceKind.MEMORY).orElse(Long.MAX_VALUE) < reservation;
  }

  /** The estimate, with no amount of memory below the floor. */
  Estimate.Known under(Estimate.Known estimate) {
    return new Estimate.Known(
        raised(estimate.target(), reservation),
        raised(estimate.lower(), reservation),
        raised(estimate.upper(), reservation),
        estimate.uncapped());
  }

  /** The change, with no limit of memory below the floor. */
  Change.Apply under(Change.Apply change) {
    return new Change.Apply(change.reservations(), raised(change.limits(), limit));
  }

  /** Whether a limit is less than is needed. */
  boolean isAbove(Change.Apply change) {
    return change.limits().of(ResourceKind.MEMORY).orElse(Long.MAX_VALUE) < limit;
  }

  private static Amounts raised(Amounts amounts, long least) {
    if (amounts.of(ResourceKind.MEMORY).isEmpty()) {
      return amounts;
    }
    Map<ResourceKind, Long> all = new HashMap<>(amounts.byResource());
    all.merge(ResourceKind.MEMORY, least, Math::max);
    return new Amounts(all);
  }

  private static long workingSet(ResizeInput in) {
    return in.tasks().stream()
        .mapToLong(
            task ->
                task.workingSet() instanceof Reading.Known<Bytes>(Bytes used, var at)
                    ? used.value()
                    : 0)
        .max()
        .orElse(0);
  }

  private static Optional<String> unknown(ResizeInput in) {
    if (in.heap() instanceof JvmHeap.Unknown(String reason)) {
      return Optional.of("the options of its JVM, if it is one, are not known: " + reason);
    }
    for (RunningTask task : in.tasks()) {
      if (task.workingSet() instanceof Reading.Unknown<Bytes>(String reason)) {
        return Optional.of(
            "the working set of task %s is not known: %s".formatted(task.id(), reason));
      }
    }
    return Optional.empty();
  }

  private static Reason reason(String code, String what, long bytes) {
    String floor = Bytes.of(bytes).toString();
    return new Reason(
        code, "memory is not made less than %s, %s".formatted(what, floor), Map.of("floor", floor));
  }
}
