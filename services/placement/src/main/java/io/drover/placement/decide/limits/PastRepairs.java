package io.drover.placement.decide.limits;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was done to a service's limits of late, oldest first.
 *
 * @param repairs those of the last {@link #REMEMBERED}
 */
public record PastRepairs(List<Repair> repairs) {
  /** For how long a repair is remembered; one that Swarm rolled back is not tried again before. */
  public static final Duration REMEMBERED = Duration.ofHours(24);

  /** Within this time repairs are counted that somebody undoes. */
  static final Duration COUNTED = Duration.ofHours(1);

  /** Three times may be a coincidence of deploys; more is somebody who wants it so. */
  static final int MOST = 3;

  /**
   * A repair has the time of its round's begin, and a slow answer makes a sample look younger than
   * it is: only one that was taken this much later is certainly of after the repair.
   */
  static final Duration SHOWS = Duration.ofSeconds(10);

  /** Nothing was done. */
  public static final PastRepairs NONE = new PastRepairs(List.of());

  /**
   * One repair.
   *
   * @param at when
   * @param taskId the running task whose container was changed; empty text for the service's spec
   * @param to what was set
   */
  public record Repair(Instant at, String taskId, Allotment to) {
    boolean set(String where, Amount amount, long units) {
      OptionalLong value = amount.of(to);
      return taskId.equals(where) && value.isPresent() && value.getAsLong() == units;
    }
  }

  public PastRepairs {
    repairs = List.copyOf(repairs);
  }

  /** These, and what this decision did. */
  public PastRepairs and(Decision decision) {
    List<Repair> all = new ArrayList<>(repairs);
    all.removeIf(old -> old.at().isBefore(decision.at().minus(REMEMBERED)));
    for (int i = 0; i < decision.results().size() && i < decision.plan().steps().size(); i++) {
      if (decision.results().get(i) instanceof Outcome.Applied) {
        switch (decision.plan().steps().get(i).action()) {
          case Action.ResizeService resize -> all.add(new Repair(decision.at(), "", resize.to()));
          case Action.ResizeTask resize ->
              all.add(
                  new Repair(
                      decision.at(), resize.taskId(), new Allotment(Resources.NONE, resize.to())));
          default -> {
            // Not ours.
          }
        }
      }
    }
    return new PastRepairs(all);
  }

  /** When the service's spec was last changed, {@link Instant#MIN} when it wasn't. */
  public Instant lastRollout() {
    return repairs.stream()
        .filter(repair -> repair.taskId().isEmpty())
        .map(Repair::at)
        .reduce(Instant.MIN, (first, second) -> first.isAfter(second) ? first : second);
  }

  /** How often an amount was set to this within the last hour. */
  int times(String where, Amount amount, long units, Instant now) {
    return (int)
        repairs.stream()
            .filter(repair -> !repair.at().isBefore(now.minus(COUNTED)))
            .filter(repair -> repair.set(where, amount, units))
            .count();
  }

  /** When an amount was last set to this, as far as is remembered. */
  Optional<Instant> lastSet(String where, Amount amount, long units) {
    return repairs.stream()
        .filter(repair -> repair.set(where, amount, units))
        .map(Repair::at)
        .max(Comparator.naturalOrder());
  }

  /** Whether an amount was set to this at all, as far as is remembered. */
  boolean everSet(Amount amount, long units, Instant now) {
    return repairs.stream()
        .filter(repair -> !repair.at().isBefore(now.minus(REMEMBERED)))
        .anyMatch(repair -> repair.set("", amount, units));
  }
}
