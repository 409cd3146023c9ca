package io.drover.scaling.record;

import io.drover.journal.HourStore;
import io.drover.runtime.status.Dependencies;
import io.drover.scaling.decide.shadow.ReplicaRun;
import io.drover.scaling.decide.shadow.Wish;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many tasks each service had and wanted, whether it was acted on or not; in status {@code
 * track}. Decisions alone would not do: they are recorded when they say something new, not when
 * numbers change. Threads may share it.
 */
public final class ReplicaTrack {
  /** As much is lost when this process dies. */
  private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

  private final HourBook<TrackedHour> book;

  /**
   * A track in this store.
   *
   * @param writer name of this process, used by no other
   * @param retention how long hours are kept
   */
  public ReplicaTrack(
      HourStore store, String writer, Duration retention, Dependencies dependencies) {
    book =
        new HourBook<>(
            store,
            new HourBook.Keeping(
                "track",
                "how many tasks services had and wanted",
                writer,
                retention,
                BETWEEN_WRITES),
            new HourBook.Form<>(TrackedHourJson::write, TrackedHourJson::read, TrackedHour::plus),
            dependencies);
  }

  /**
   * What is known of some services.
   *
   * @param runs by service, in order; a service of which nothing is known is absent
   * @param missing why it may not be all; empty text when it is
   */
  public record Known(Map<String, List<ReplicaRun>> runs, String missing) {}

  /**
   * Takes a round's decision.
   *
   * @param actual tasks that the spec asks for now, after acting
   * @param wish what was wanted
   */
  public void feed(String service, Instant now, int actual, Wish wish) {
    book.add(service, now, TrackedHour.of(now, actual, wish));
  }

  /** Writes what is new, now and then; blocks on the database for a bounded time. */
  public void keep(Instant now) {
    book.keep(now);
  }

  /** What is known of these services since a moment; blocks on the database for a bounded time. */
  public Known of(Collection<String> services, Instant since) {
    HourBook.Found<TrackedHour> found = book.find(services, since.truncatedTo(ChronoUnit.HOURS));
    Map<String, List<ReplicaRun>> runs = new HashMap<>();
    found.hours().entrySet().stream()
        .collect(Collectors.groupingBy(one -> one.getKey().service()))
        .forEach(
            (service, hours) -> {
              List<ReplicaRun> all =
                  hours.stream()
                      .sorted(Comparator.comparing(one -> one.getKey().hour()))
                      .flatMap(one -> one.getValue().runs(one.getKey().hour()).stream())
                      .filter(run -> run.until().isAfter(since))
                      .map(run -> clipped(run, since))
                      .toList();
              if (!all.isEmpty()) {
                runs.put(service, all);
              }
            });
    return new Known(runs, found.missing());
  }

  private static ReplicaRun clipped(ReplicaRun run, Instant since) {
    return run.from().isBefore(since)
        ? new ReplicaRun(since, run.until(), run.actual(), run.wish())
        : run;
  }
}
