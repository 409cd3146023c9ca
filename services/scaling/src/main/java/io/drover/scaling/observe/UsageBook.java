package io.drover.scaling.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.ServiceView;
import io.drover.scaling.decide.vertical.Usage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What all services that ask for it were seen to use, by name: a service that is created again
 * under its name needs what it needed before.
 */
public final class UsageBook {
  private final ConcurrentMap<String, ServiceUsage> services = new ConcurrentHashMap<>();

  /** What is known of a service. */
  public ServiceUsage of(String service) {
    return services.computeIfAbsent(service, name -> new ServiceUsage(new Usage()));
  }

  /**
   * Takes what was measured of one service's tasks in a round.
   *
   * @param taskIds its tasks, those that have not ended
   */
  public void feed(
      ServiceView service, Collection<String> taskIds, LoadReport report, Instant now) {
    List<TaskLoad> loads =
        taskIds.stream()
            .flatMap(id -> Optional.ofNullable(report.tasks().get(id)).stream())
            .toList();
    List<LoadReport.Killed> killed =
        report.killed().stream().filter(one -> one.serviceId().equals(service.id())).toList();
    Bytes atDisposal =
        service.reservations().memory().or(() -> service.limits().memory()).orElse(Bytes.ZERO);
    ServiceUsage usage = of(service.name());
    usage.feed(loads, killed, atDisposal, now);
    usage.keepTasks(taskIds);
  }

  /** Adds what was stored; what was gathered since stays. */
  public void merge(Map<String, Usage> stored) {
    stored.forEach((service, usage) -> of(service).merge(usage));
  }

  /** What has changed since it was last stored, by service; at most so many of them. */
  public Map<String, Usage.State> changed(Instant now, int most) {
    Map<String, Usage.State> states = new TreeMap<>();
    services.entrySet().stream()
        .filter(one -> one.getValue().isChanged() && !one.getValue().isForgottenAt(now))
        .limit(most)
        .forEach(one -> states.put(one.getKey(), one.getValue().state()));
    return states;
  }

  /** These were stored. */
  public void stored(Collection<String> names) {
    names.forEach(name -> of(name).stored());
  }

  /** Forgets what nothing was heard of for days. */
  public void forgetOld(Instant now) {
    services.values().removeIf(usage -> usage.isForgottenAt(now));
  }

  /** How many services something is known of. */
  public int size() {
    return services.size();
  }

  /** Forgets everything: another instance knows more. */
  public void clear() {
    services.clear();
  }
}
