package io.drover.core.policy;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows with bounds for the number of tasks: {@code 0 18 * * MON-FRI Europe/Berlin for 5h: min=4
 * max=10}.
 *
 * @param start when a window opens
 * @param length how long it stays open; 1 minute to 31 days
 * @param bounds what holds inside
 */
public record ReplicaWindow(ZonedCron start, Duration length, ReplicaBounds bounds) {
  private static final Pattern SYNTAX = Pattern.compile("(.{1,200}) for ([^ ]{1,64}): (.{1,64})");

  public ReplicaWindow {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(bounds, "bounds");
    TimeWindow.checkLength(length);
  }

  /**
   * Reads windows; {@code toString} writes them back.
   *
   * @throws MalformedValueException when the text is not that
   */
  public static ReplicaWindow parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new MalformedValueException(
          text, "minute hour day month weekday [zone] for length: [min=N] [max=N]");
    }
    return new ReplicaWindow(
        ZonedCron.parse(parts.group(1)),
        Durations.parse(parts.group(2)),
        ReplicaBounds.parse(parts.group(3)));
  }

  /**
   * One window: from the start, which belongs to it, to the end, which does not.
   *
   * @param start when it opens
   * @param end when it closes; the length is elapsed time, also where clocks change meanwhile
   */
  public record Opening(Instant start, Instant end) {}

  /** The window that is open at a moment; of several the one that opened last, which ends last. */
  public Optional<Opening> openAt(Instant now) {
    return window().openAt(now);
  }

  /** The next windows to open after a moment, soonest first; fewer when they become too rare. */
  public List<Opening> next(Instant after, int count) {
    return window().next(after, count);
  }

  private TimeWindow window() {
    return new TimeWindow(start, length);
  }

  @Override
  public String toString() {
    return start + " for " + Durations.format(length) + ": " + bounds;
  }
}
