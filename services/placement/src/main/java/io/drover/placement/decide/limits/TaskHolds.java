package io.drover.placement.decide.limits;

import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the container of a running task is held to by its control group.
 *
 * @param taskId the task
 * @param node name of the node that it runs on
 * @param limits by amount, limits only
 * @param workingSet the memory that it needs at this moment
 */
public record TaskHolds(
    String taskId, String node, Map<Amount, Reading<Limit>> limits, Reading<Bytes> workingSet) {

  /** What a control group says of one resource. */
  public sealed interface Limit {
    /**
     * It is limited.
     *
     * @param units in the amount's units
     */
    record To(long units) implements Limit {}

    /** It is not. */
    record None() implements Limit {}
  }

  public TaskHolds {
    EnumMap<Amount, Reading<Limit>> ordered = new EnumMap<>(Amount.class);
    ordered.putAll(limits);
    limits = Collections.unmodifiableMap(ordered);
  }

  /** One of which nothing is known. */
  public static TaskHolds unknown(String taskId, String node, String why) {
    Map<Amount, Reading<Limit>> limits = new EnumMap<>(Amount.class);
    for (Amount amount : Amount.values()) {
      if (amount.isLimit()) {
        limits.put(amount, Reading.unknown(why));
      }
    }
    return new TaskHolds(taskId, node, limits, Reading.unknown(why));
  }

  /** What it is held to in one resource. */
  public Reading<Limit> limit(Amount amount) {
    Reading<Limit> known = limits.get(amount);
    return known == null ? Reading.unknown("not asked for") : known;
  }

  /** Whether what it is held to in one resource was read after this. */
  boolean isMeasuredSince(Instant moment, Amount amount) {
    return limit(amount) instanceof Reading.Known<Limit>(var held, Instant at)
        && at.isAfter(moment);
  }
}
