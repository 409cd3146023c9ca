package io.drover.health.decide.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks that ended by themselves lately, by service. The managers keep but a few ended tasks of
 * each slot, and forget them with the next ones; this remembers them for as long as they count.
 *
 * @param byService newest first
 */
public record FailureLog(Map<String, List<Failure>> byService) {
  /** Nothing known. */
  public static final FailureLog EMPTY = new FailureLog(Map.of());

  /** How long a failure counts. */
  public static final Duration COUNTS_FOR = Duration.ofMinutes(10);

  /** Of a service at most so many: more would tell nothing new. */
  private static final int MOST = 100;

  private static final Comparator<Failure> NEWEST_FIRST =
      Comparator.comparing(Failure::at).reversed().thenComparing(Failure::taskId);

  public FailureLog {
    byService = Map.copyOf(byService);
  }

  /** With the failures among these tasks, without what is too old or of services that are gone. */
  public FailureLog with(List<ServiceFacts> services, List<TaskFacts> tasks, Instant now) {
    Instant oldest = now.minus(COUNTS_FOR);
    Map<String, Map<String, Failure>> known = new HashMap<>();
    for (ServiceFacts service : services) {
      if (service.isLasting()) {
        Map<String, Failure> kept = new HashMap<>();
        of(service.view().id()).forEach(failure -> kept.put(failure.taskId(), failure));
        known.put(service.view().id(), kept);
      }
    }
    for (TaskFacts task : tasks) {
      Map<String, Failure> kept = known.get(task.view().serviceId());
      if (kept != null && task.endedByItself()) {
        kept.put(task.view().id(), Failure.of(task));
      }
    }
    Map<String, List<Failure>> next = new HashMap<>();
    known.forEach(
        (service, failures) -> {
          List<Failure> counting = new ArrayList<>(failures.values());
          counting.removeIf(failure -> failure.at().isBefore(oldest));
          counting.sort(NEWEST_FIRST);
          if (!counting.isEmpty()) {
            next.put(service, List.copyOf(counting.subList(0, Math.min(MOST, counting.size()))));
          }
        });
    return new FailureLog(next);
  }

  /** Those of a service, newest first. */
  public List<Failure> of(String serviceId) {
    return byService.getOrDefault(serviceId, List.of());
  }
}
