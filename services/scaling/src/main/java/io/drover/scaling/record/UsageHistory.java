package io.drover.scaling.record;

import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.journal.HourStore;
import io.drover.journal.StoreUnavailableException;
import io.drover.runtime.status.Dependencies;
import io.drover.scaling.decide.sizing.UsedHour;
import io.drover.scaling.observe.LoadReport;
import io.drover.scaling.observe.TaskLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all services used, hour by hour. The hours of this process are in memory until the database
 * has them; it gets the present one again and again. While it is away the newest two days are kept.
 * Reported to status as {@code history}. Threads may share it.
 */
public final class UsageHistory {
  private static final String NAME = "history";
  private static final Duration KEPT_WITHOUT_DATABASE = Duration.ofHours(48);
  private static final Duration BETWEEN_WRITES = Duration.ofMinutes(5);
  private static final int AT_ONCE = 50;

  private record Slot(String service, Instant hour) {}

  private final HourStore store;
  private final String writer;
  private final Duration retention;
  private final Dependencies dependencies;
  private final Map<Slot, UsedHour> slots = new HashMap<>();
  private final Set<Slot> unsaved = new HashSet<>();
  private Instant writtenAt = Instant.MIN;

  /**
   * A history in this store.
   *
   * @param writer name of this process, used by no other
   * @param retention how long hours are kept
   */
  public UsageHistory(
      HourStore store, String writer, Duration retention, Dependencies dependencies) {
    this.store = store;
    this.writer = writer;
    this.retention = retention;
    this.dependencies = dependencies;
  }

  /**
   * What is known of some services.
   *
   * @param used by service; what is not known is absent
   * @param hours of how many hours something is known
   * @param missing why it may not be all; empty text when it is
   */
  public record Known(Map<String, UsedHour> used, Map<String, Long> hours, String missing) {}

  /** Takes a round's samples of all running tasks, governed or not. */
  public synchronized void feed(ClusterSnapshot snapshot, LoadReport loads, Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    Map<String, String> names =
        snapshot.services().stream().collect(Collectors.toMap(ServiceView::id, ServiceView::name));
    for (TaskView task : snapshot.tasks()) {
      TaskLoad load = loads.tasks().get(task.id());
      String service = names.get(task.serviceId());
      if (load != null && service != null && task.isRunning()) {
        Slot slot = new Slot(service, hour);
        slots.merge(slot, sample(load), UsedHour::plus);
        unsaved.add(slot);
      }
    }
  }

  private static UsedHour sample(TaskLoad load) {
    UsedHour sample = UsedHour.NONE;
    if (load.cpu() instanceof Reading.Known<Cpu>(Cpu cpu, Instant at)) {
      sample = new UsedHour(sample.cpu().with(cpu.millicores()), sample.memory());
    }
    if (load.memory() instanceof Reading.Known<Bytes>(Bytes bytes, Instant at)) {
      sample = new UsedHour(sample.cpu(), sample.memory().with(bytes.value()));
    }
    return sample;
  }

  /** Writes what is new, now and then; blocks on the database for a bounded time. */
  public synchronized void keep(Instant now) {
    slots.keySet().removeIf(slot -> slot.hour().isBefore(now.minus(KEPT_WITHOUT_DATABASE)));
    unsaved.retainAll(slots.keySet());
    if (unsaved.isEmpty() || now.isBefore(writtenAt.plus(BETWEEN_WRITES))) {
      return;
    }
    writtenAt = now;
    List<Slot> due =
        unsaved.stream()
            .sorted(Comparator.comparing(Slot::hour).thenComparing(Slot::service))
            .toList();
    try {
      for (int from = 0; from < due.size(); from += AT_ONCE) {
        List<Slot> some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
        store.save(some.stream().map(this::row).toList());
        some.forEach(unsaved::remove);
      }
      store.forget(now.minus(retention));
      Instant present = now.truncatedTo(ChronoUnit.HOURS);
      slots.keySet().removeIf(slot -> slot.hour().isBefore(present) && !unsaved.contains(slot));
      dependencies.up(NAME, false);
    } catch (StoreUnavailableException away) {
      dependencies.down(
          NAME, false, "what services use is known in memory only: " + away.getMessage());
    }
  }

  private HourStore.Hour row(Slot slot) {
    return new HourStore.Hour(
        slot.service(), slot.hour(), writer, UsedHourJson.write(slots.get(slot)));
  }

  /** Forgets what is in memory: another instance leads, and what it sees would count twice. */
  public synchronized void standBy() {
    slots.clear();
    unsaved.clear();
  }

  /** What these services used since a moment; blocks on the database for a bounded time. */
  public Known used(Collection<String> services, Instant since) {
    Map<Slot, UsedHour> own = since(since);
    Map<Slot, UsedHour> all = new HashMap<>(own);
    String missing = "";
    List<String> names = List.copyOf(services);
    try {
      for (int from = 0; from < names.size(); from += AT_ONCE) {
        List<String> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
        for (HourStore.Hour row : store.load(some, since)) {
          Slot slot = new Slot(row.service(), row.hour());
          // Of an hour that is in memory the stored part of it is older.
          if (!row.writer().equals(writer) || !own.containsKey(slot)) {
            all.merge(slot, UsedHourJson.read(row.body()), UsedHour::plus);
          }
        }
      }
    } catch (StoreUnavailableException away) {
      missing = "the database does not answer: " + away.getMessage();
    }
    return new Known(
        sum(names, all),
        all.keySet().stream().collect(Collectors.groupingBy(Slot::service, Collectors.counting())),
        missing);
  }

  private synchronized Map<Slot, UsedHour> since(Instant since) {
    return slots.entrySet().stream()
        .filter(one -> !one.getKey().hour().isBefore(since))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, UsedHour> sum(List<String> services, Map<Slot, UsedHour> all) {
    Map<String, List<UsedHour>> byService = new HashMap<>();
    all.forEach(
        (slot, used) ->
            byService.computeIfAbsent(slot.service(), name -> new ArrayList<>()).add(used));
    return services.stream()
        .filter(byService::containsKey)
        .collect(
            Collectors.toMap(
                Function.identity(),
                name -> byService.get(name).stream().reduce(UsedHour.NONE, UsedHour::plus)));
  }
}
