package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Moments that come again in a place's local time: {@code 0 18 * * MON-FRI Europe/Berlin}.
 *
 * @param cron the local times
 * @param zone where; UTC when the text names none
 */
public record ZonedCron(Cron cron, ZoneId zone) {

  public ZonedCron {
    Objects.requireNonNull(cron, "cron");
    Objects.requireNonNull(zone, "zone");
  }

  /**
   * Reads five cron fields and a zone of the IANA data base, which may be missing.
   *
   * @throws MalformedValueException when the text is not that
   */
  public static ZonedCron parse(String text) {
    List<String> words = List.of(text.split(" +", -1));
    if (words.size() == Cron.FIELDS) {
      return new ZonedCron(Cron.parse(text), ZoneOffset.UTC);
    }
    if (words.size() == Cron.FIELDS + 1) {
      String fields = String.join(" ", words.subList(0, Cron.FIELDS));
      return new ZonedCron(Cron.parse(fields), zone(words.getLast()));
    }
    throw new MalformedValueException(text, "minute hour day month weekday [zone]");
  }

  /**
   * The first moment after this one; none when there is none in a human's time. Where clocks
   * change: a time that is skipped in spring comes right after the gap, one that is there twice in
   * autumn comes once, unless the hour is {@code *}.
   */
  public Optional<Instant> after(Instant moment) {
    return new Occurrences(this).after(moment);
  }

  /** The last moment that is not after {@code moment}, but after {@code oldest}. */
  public Optional<Instant> latest(Instant oldest, Instant moment) {
    return new Occurrences(this).between(oldest, moment);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return zone.equals(ZoneOffset.UTC) ? cron.toString() : cron + " " + zone;
  }

  private static ZoneId zone(String text) {
    try {
      ZoneId zone = ZoneId.of(text);
      return zone.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : zone;
    } catch (DateTimeException noSuchZone) {
      throw new MalformedValueException(text, "a time zone such as Europe/Berlin or UTC");
    }
  }
}
