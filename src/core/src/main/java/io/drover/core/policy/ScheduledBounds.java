package io.drover.core.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The bounds that hold at one moment. Where several windows are open, the highest of the fewest
 * that they name and the highest of the most that they name count; should the fewest then be more
 * than the most, the fewest hold: too many tasks cost money, too few lose requests.
 *
 * @param min fewest tasks
 * @param max most tasks
 * @param open the windows that are open, in the order of the schedules
 */
public record ScheduledBounds(int min, int max, List<OpenWindow> open) {

  /**
   * A schedule whose window is open.
   *
   * @param schedule the schedule
   * @param window when it opened and closes
   */
  public record OpenWindow(SchedulePolicy schedule, ReplicaWindow.Opening window) {
    /** For people. */
    @Override
    public String toString() {
      return "window %s, open until %s: %s"
          .formatted(schedule.name(), window.end(), schedule.window().bounds());
    }
  }

  public ScheduledBounds {
    open = List.copyOf(open);
  }

  /**
   * The bounds at a moment.
   *
   * @param min fewest tasks outside of all windows
   * @param max most tasks outside of all windows
   */
  public static ScheduledBounds at(Instant now, int min, int max, List<SchedulePolicy> schedules) {
    List<OpenWindow> open = new ArrayList<>();
    for (SchedulePolicy schedule : schedules) {
      schedule.window().openAt(now).ifPresent(w -> open.add(new OpenWindow(schedule, w)));
    }
    int fewest = named(open, true).orElse(min);
    int most = named(open, false).orElse(max);
    return new ScheduledBounds(fewest, Math.max(fewest, most), open);
  }

  private static OptionalInt named(List<OpenWindow> open, boolean lower) {
    return open.stream()
        .map(one -> one.schedule().window().bounds())
        .mapToInt(
            bounds ->
                switch (bounds) {
                  case ReplicaBounds.AtLeast(int min) -> lower ? min : 0;
                  case ReplicaBounds.AtMost(int max) -> lower ? 0 : max;
                  case ReplicaBounds.Between(int min, int max) -> lower ? min : max;
                })
        .filter(named -> named > 0)
        .max();
  }
}
