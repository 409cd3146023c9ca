package io.drover.backup.decide.schedule;

import io.drover.backup.decide.schedule.Scheduled.Attempt;
import io.drover.core.decision.Reason;
import io.drover.core.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which services are due. A moment of a schedule is answered by the first run that begins at or
 * after it; however many were missed, one run answers them all. After a failure a service is tried
 * again after 5, 15 and 45 minutes, as long as the next moment isn't nearer, and then rests until
 * that. Services of one stack that are due together are backed up together, at one point in time,
 * one run of a stack at a time.
 */
public final class ScheduleRules {
  /** How long after a failure, and after failures that followed, the next try comes. */
  static final List<Duration> RETRIES =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(45));

  private ScheduleRules() {}

  /**
   * A run that is to begin.
   *
   * @param stack of this stack
   * @param services these services of it
   * @param reasons why, one for each
   */
  public record Start(String stack, Set<String> services, List<Reason> reasons) {
    public Start {
      services = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(services));
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * What to do now.
   *
   * @param starts runs that are to begin
   * @param next when each service is due next, where that is known; for one that waits for another
   *     run, now
   */
  public record Due(List<Start> starts, Map<String, Instant> next) {
    public Due {
      starts = List.copyOf(starts);
      next = Map.copyOf(next);
    }
  }

  /**
   * Decides what is due.
   *
   * @param now the moment
   * @param services those with a schedule
   * @param running stacks of which a run is under way
   * @param room how many more runs may be under way
   */
  public static Due decide(
      Instant now, Collection<Scheduled> services, Set<String> running, int room) {
    SortedMap<String, List<Scheduled>> due = new TreeMap<>();
    Map<String, Instant> next = new TreeMap<>();
    Map<String, Reason> reasons = new TreeMap<>();
    for (Scheduled service : services) {
      Optional<Instant> moment = next(service, now);
      moment.ifPresent(at -> next.put(service.service(), at.isBefore(now) ? now : at));
      if (moment.isPresent() && !moment.get().isAfter(now)) {
        due.computeIfAbsent(service.stack(), stack -> new ArrayList<>()).add(service);
        reasons.put(service.service(), reason(service, moment.get(), now));
      }
    }
    List<Start> starts = new ArrayList<>();
    due.forEach(
        (stack, some) -> {
          if (starts.size() < room && !running.contains(stack)) {
            TreeSet<String> names = new TreeSet<>();
            some.forEach(one -> names.add(one.service()));
            starts.add(new Start(stack, names, names.stream().map(reasons::get).toList()));
          }
        });
    return new Due(starts, next);
  }

  /** When a service is due next: maybe in the past; none where its schedule has no moment left. */
  static Optional<Instant> next(Scheduled service, Instant now) {
    Optional<Instant> moment = service.schedule().after(service.answered());
    Optional<Instant> retry = retry(service);
    if (retry.isPresent() && (moment.isEmpty() || retry.get().isBefore(moment.get()))) {
      return retry;
    }
    // The last one of those that were missed says how late it is; all of them are answered by it.
    return moment.map(first -> service.schedule().latest(first.minusNanos(1), now).orElse(first));
  }

  /** When a service that failed is tried again, if it is. */
  static Optional<Instant> retry(Scheduled service) {
    List<Attempt> failures =
        service.attempts().stream().takeWhile(attempt -> !attempt.succeeded()).toList();
    // Failures before the last moment of the schedule that was answered belong to an older one.
    Optional<Instant> answered =
        failures.isEmpty()
            ? Optional.empty()
            : service.schedule().latest(Instant.EPOCH, failures.getFirst().startedAt());
    int count =
        (int)
            failures.stream()
                .filter(one -> answered.isEmpty() || !one.startedAt().isBefore(answered.get()))
                .count();
    if (count == 0 || count > RETRIES.size()) {
      return Optional.empty();
    }
    return Optional.of(failures.getFirst().endedAt().plus(RETRIES.get(count - 1)));
  }

  private static Reason reason(Scheduled service, Instant moment, Instant now) {
    boolean again = retry(service).filter(moment::equals).isPresent();
    String text =
        again
            ? "%s failed (%s) and is tried again"
                .formatted(service.service(), service.attempts().getFirst().message())
            : "%s is due by its schedule %s since %s"
                .formatted(service.service(), service.schedule(), moment);
    return new Reason(
        again ? "RetryAfterFailure" : "Due",
        text,
        Map.of(
            "late",
            Durations.format(Duration.between(moment, now).truncatedTo(ChronoUnit.SECONDS))));
  }
}
