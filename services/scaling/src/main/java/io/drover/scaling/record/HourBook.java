package io.drover.scaling.record;

import io.drover.journal.HourStore;
import io.drover.journal.StoreUnavailableException;
import io.drover.runtime.status.Dependencies;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known of services, hour by hour. The hours of this process are in memory until the
 * database has them; it gets the present one again and again. While it is away the newest two days
 * are kept. Reported to status under the book's name. Threads may share it.
 *
 * @param <T> what is known of an hour; immutable
 */
final class HourBook<T> {
  private static final Duration KEPT_WITHOUT_DATABASE = Duration.ofHours(48);
  private static final int AT_ONCE = 50;

  /**
   * How a book is kept.
   *
   * @param name in status
   * @param what what it is about, for people, for example "what services use"
   * @param writer name of this process, used by no other
   * @param retention how long hours are kept
   * @param betweenWrites how often the database gets what is new
   */
  record Keeping(
      String name, String what, String writer, Duration retention, Duration betweenWrites) {}

  /** What hours are as JSON, and how two things that are known of one go together. */
  record Form<T>(Function<T, String> write, Function<String, T> read, BinaryOperator<T> plus) {}

  /** An hour of a service. */
  record Slot(String service, Instant hour) {}

  /**
   * What is known of some services.
   *
   * @param hours what is not known is absent
   * @param missing why it may not be all; empty text when it is
   */
  record Found<T>(Map<Slot, T> hours, String missing) {}

  private final HourStore store;
  private final Keeping keeping;
  private final Form<T> form;
  private final Dependencies dependencies;
  private final Map<Slot, T> slots = new HashMap<>();
  private final Set<Slot> unsaved = new HashSet<>();
  private Instant writtenAt = Instant.MIN;

  HourBook(HourStore store, Keeping keeping, Form<T> form, Dependencies dependencies) {
    this.store = store;
    this.keeping = keeping;
    this.form = form;
    this.dependencies = dependencies;
  }

  /** Adds to what is known of the hour of a moment. */
  synchronized void add(String service, Instant at, T what) {
    Slot slot = new Slot(service, at.truncatedTo(ChronoUnit.HOURS));
    slots.merge(slot, what, form.plus());
    unsaved.add(slot);
  }

  /**
   * Writes what is new, now and then; blocks on the database for a bounded time, and nobody else
   * meanwhile.
   */
  void keep(Instant now) {
    List<Map.Entry<Slot, T>> due = due(now);
    if (due.isEmpty()) {
      return;
    }
    try {
      for (int from = 0; from < due.size(); from += AT_ONCE) {
        List<Map.Entry<Slot, T>> some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
        store.save(some.stream().map(this::row).toList());
        saved(some);
      }
      store.forget(now.minus(keeping.retention()));
      forgetSaved(now.truncatedTo(ChronoUnit.HOURS));
      dependencies.up(keeping.name(), false);
    } catch (StoreUnavailableException away) {
      dependencies.down(
          keeping.name(), false, keeping.what() + " is known in memory only: " + away.getMessage());
    }
  }

  private synchronized List<Map.Entry<Slot, T>> due(Instant now) {
    slots.keySet().removeIf(slot -> slot.hour().isBefore(now.minus(KEPT_WITHOUT_DATABASE)));
    unsaved.retainAll(slots.keySet());
    if (unsaved.isEmpty() || now.isBefore(writtenAt.plus(keeping.betweenWrites()))) {
      return List.of();
    }
    writtenAt = now;
    return unsaved.stream()
        .sorted(Comparator.comparing(Slot::hour).thenComparing(Slot::service))
        .map(slot -> Map.entry(slot, slots.get(slot)))
        .toList();
  }

  /** What was added to meanwhile is still to be saved. */
  private synchronized void saved(List<Map.Entry<Slot, T>> rows) {
    for (Map.Entry<Slot, T> row : rows) {
      if (slots.get(row.getKey()) == row.getValue()) {
        unsaved.remove(row.getKey());
      }
    }
  }

  private synchronized void forgetSaved(Instant before) {
    slots.keySet().removeIf(slot -> slot.hour().isBefore(before) && !unsaved.contains(slot));
  }

  private HourStore.Hour row(Map.Entry<Slot, T> hour) {
    return new HourStore.Hour(
        hour.getKey().service(),
        hour.getKey().hour(),
        keeping.writer(),
        form.write().apply(hour.getValue()));
  }

  /** Forgets what is in memory. */
  synchronized void clear() {
    slots.clear();
    unsaved.clear();
  }

  /** What is known of these services since a moment; blocks on the database for a bounded time. */
  Found<T> find(Collection<String> services, Instant since) {
    Map<Slot, T> own = since(services, since);
    Map<Slot, T> all = new HashMap<>(own);
    String missing = "";
    List<String> names = List.copyOf(services);
    try {
      for (int from = 0; from < names.size(); from += AT_ONCE) {
        List<String> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
        for (HourStore.Hour row : store.load(some, since)) {
          Slot slot = new Slot(row.service(), row.hour());
          // Of an hour that is in memory the stored part of it is older.
          if (!row.writer().equals(keeping.writer()) || !own.containsKey(slot)) {
            all.merge(slot, form.read().apply(row.body()), form.plus());
          }
        }
      }
    } catch (StoreUnavailableException away) {
      missing = "the database does not answer: " + away.getMessage();
    }
    return new Found<>(all, missing);
  }

  private synchronized Map<Slot, T> since(Collection<String> services, Instant since) {
    Set<String> names = Set.copyOf(services);
    return slots.entrySet().stream()
        .filter(one -> !one.getKey().hour().isBefore(since))
        .filter(one -> names.contains(one.getKey().service()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
