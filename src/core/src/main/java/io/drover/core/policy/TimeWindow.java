package io.drover.core.policy;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.core.policy.ReplicaWindow.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time span that comes again: {@code 0 2 * * SUN Europe/Berlin for 3h}.
 *
 * @param start when it opens
 * @param length how long it stays open; 1 minute to 31 days
 */
public record TimeWindow(ZonedCron start, Duration length) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Pattern SYNTAX = Pattern.compile("(.{1,200}) for ([^ ]{1,64})");
  private static final Pattern SEPARATOR = Pattern.compile(" ?; ?");
  private static final int MOST = 16;

  public TimeWindow {
    Objects.requireNonNull(start, "start");
    checkLength(length);
  }

  /**
   * Reads a window; {@code toString} writes it back.
   *
   * @throws MalformedValueException when the text is not that
   */
  public static TimeWindow parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new MalformedValueException(text, "minute hour day month weekday [zone] for length");
    }
    return new TimeWindow(ZonedCron.parse(parts.group(1)), Durations.parse(parts.group(2)));
  }

  /**
   * Reads windows with semicolons between them, at most 16.
   *
   * @throws MalformedValueException when the text is not that
   */
  public static List<TimeWindow> parseList(String text) {
    String[] parts = SEPARATOR.split(text, -1);
    if (parts.length > MOST) {
      throw new MalformedValueException(text, "at most " + MOST + " windows");
    }
    return Arrays.stream(parts).map(TimeWindow::parse).toList();
  }

  static void checkLength(Duration length) {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new MalformedValueException(Durations.format(length), "a length from 1m to 31d");
    }
  }

  /** The span that is open at a moment; of several the one that opened last, which ends last. */
  public Optional<Opening> openAt(Instant now) {
    return new Occurrences(start).between(now.minus(length), now).map(this::opening);
  }

  /** The next spans to open after a moment, soonest first; fewer when they become too rare. */
  public List<Opening> next(Instant after, int count) {
    Occurrences times = new Occurrences(start);
    List<Opening> openings = new ArrayList<>();
    Optional<Instant> next = times.after(after);
    while (next.isPresent() && openings.size() < count) {
      openings.add(opening(next.get()));
      next = times.after(next.get());
    }
    return openings;
  }

  private Opening opening(Instant opens) {
    return new Opening(opens, opens.plus(length));
  }

  @Override
  public String toString() {
    return start + " for " + Durations.format(length);
  }
}
