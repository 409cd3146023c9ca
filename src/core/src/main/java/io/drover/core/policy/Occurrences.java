package io.drover.core.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The moments that a {@link ZonedCron} stands for, as in Debian's cron where clocks change: a time
 * that is skipped in spring comes at the first moment after the gap; a time that is there twice in
 * autumn comes once, the first time. With {@code *} as the hour every real hour counts: the skipped
 * one has no moments, the repeated one has them twice.
 */
final class Occurrences {
  /**
   * The 29th of February on a given day of the week can be 40 years off, across a turn of century.
   */
  private static final int YEARS_TO_LOOK = 41;

  private final Cron cron;
  private final ZoneId zone;

  Occurrences(ZonedCron times) {
    this.cron = times.cron();
    this.zone = times.zone();
  }

  /** The first moment after this one; none when there is none in a human's time. */
  Optional<Instant> after(Instant moment) {
    LocalDate date = LocalDate.ofInstant(moment, zone).minusDays(1);
    LocalDate last = date.plusYears(YEARS_TO_LOOK);
    for (; date.isBefore(last); date = date.plusDays(1)) {
      Instant next = on(date).higher(moment);
      if (next != null) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** The last moment that is not after {@code moment}, but after {@code oldest}. */
  Optional<Instant> between(Instant oldest, Instant moment) {
    LocalDate first = LocalDate.ofInstant(oldest, zone).minusDays(1);
    LocalDate date = LocalDate.ofInstant(moment, zone).plusDays(1);
    for (; !date.isBefore(first); date = date.minusDays(1)) {
      Instant last = on(date).floor(moment);
      if (last != null) {
        return last.isAfter(oldest) ? Optional.of(last) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private NavigableSet<Instant> on(LocalDate date) {
    NavigableSet<Instant> moments = new TreeSet<>();
    if (!matches(date)) {
      return moments;
    }
    for (int hour : cron.hour().values()) {
      for (int minute : cron.minute().values()) {
        add(moments, date.atTime(hour, minute));
      }
    }
    return moments;
  }

  private void add(NavigableSet<Instant> moments, LocalDateTime local) {
    boolean everyHour = cron.hour().isOpen();
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      moments.add(local.atZone(zone).toInstant());
    } else if (change.isOverlap()) {
      moments.add(local.toInstant(change.getOffsetBefore()));
      if (everyHour) {
        moments.add(local.toInstant(change.getOffsetAfter()));
      }
    } else if (!everyHour) {
      moments.add(change.getInstant());
    }
  }

  private boolean matches(LocalDate date) {
    if (!cron.month().values().contains(date.getMonthValue())) {
      return false;
    }
    boolean day = cron.dayOfMonth().values().contains(date.getDayOfMonth());
    boolean weekday = cron.dayOfWeek().values().contains(date.getDayOfWeek().getValue() % 7);
    boolean both = cron.dayOfMonth().isOpen() || cron.dayOfWeek().isOpen();
    return both ? day && weekday : day || weekday;
  }
}
