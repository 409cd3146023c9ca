package io.drover.scaling.record;

import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.journal.HourStore;
import io.drover.runtime.status.Dependencies;
import io.drover.scaling.decide.sizing.UsedHour;
import io.drover.scaling.observe.LoadReport;
import io.drover.scaling.observe.TaskLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What all services used, hour by hour; in status {@code history}. Threads may share it. */
public final class UsageHistory {
  private static final Duration BETWEEN_WRITES = Duration.ofMinutes(5);

  private final HourBook<UsedHour> book;

  /**
   * A history in this store.
   *
   * @param writer name of this process, used by no other
   * @param retention how long hours are kept
   */
  public UsageHistory(
      HourStore store, String writer, Duration retention, Dependencies dependencies) {
    book =
        new HourBook<>(
            store,
            new HourBook.Keeping("history", "what services use", writer, retention, BETWEEN_WRITES),
            new HourBook.Form<>(UsedHourJson::write, UsedHourJson::read, UsedHour::plus),
            dependencies);
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
  public void feed(ClusterSnapshot snapshot, LoadReport loads, Instant now) {
    Map<String, String> names =
        snapshot.services().stream().collect(Collectors.toMap(ServiceView::id, ServiceView::name));
    for (TaskView task : snapshot.tasks()) {
      TaskLoad load = loads.tasks().get(task.id());
      String service = names.get(task.serviceId());
      if (load != null && service != null && task.isRunning()) {
        book.add(service, now, sample(load));
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
  public void keep(Instant now) {
    book.keep(now);
  }

  /** Forgets what is in memory: another instance leads, and what it sees would count twice. */
  public void standBy() {
    book.clear();
  }

  /** What these services used since a moment; blocks on the database for a bounded time. */
  public Known used(Collection<String> services, Instant since) {
    HourBook.Found<UsedHour> found = book.find(services, since);
    Map<String, UsedHour> used = new HashMap<>();
    Map<String, Long> hours = new HashMap<>();
    found
        .hours()
        .forEach(
            (slot, hour) -> {
              used.merge(slot.service(), hour, UsedHour::plus);
              hours.merge(slot.service(), 1L, Long::sum);
            });
    return new Known(used, hours, found.missing());
  }
}
