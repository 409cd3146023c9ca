package io.drover.health.record;

import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.incident.IncidentRules;
import io.drover.journal.IncidentStore;
import io.drover.journal.StoreUnavailableException;
import io.drover.runtime.status.Dependencies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps incidents in the database from a thread of its own, so that a database that hangs delays no
 * round; what could not be stored yet waits, the newest state of each. Reported to status as {@code
 * incidents}.
 */
public final class IncidentKeeper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(IncidentKeeper.class);
  private static final String NAME = "incidents";
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final IncidentStore store;
  private final Dependencies dependencies;
  private final Supplier<Instant> clock;
  private final Map<String, Incident> waiting = new LinkedHashMap<>();
  private List<Incident> loaded;
  private List<Alert> loadedFiring;
  private Firing firing;
  private boolean wanted;
  private boolean ended;

  private record Firing(Instant at, String body) {}

  /** A keeper of this store. */
  public IncidentKeeper(IncidentStore store, Dependencies dependencies, Supplier<Instant> clock) {
    this.store = store;
    this.dependencies = dependencies;
    this.clock = clock;
  }

  /** Starts the thread. */
  public void start() {
    Thread.ofVirtual().name("incidents-keeper").start(this::run);
  }

  /** Asks for what is stored; {@link #takeLoaded} has it some time later. */
  public synchronized void load() {
    wanted = true;
    loaded = null;
    loadedFiring = null;
    firing = null;
    notifyAll();
  }

  /** What was loaded since it was asked for, once. */
  public synchronized Optional<List<Incident>> takeLoaded() {
    Optional<List<Incident>> taken = Optional.ofNullable(loaded);
    loaded = null;
    return taken;
  }

  /** The alerts that fired before, once they were loaded, and once. */
  public synchronized Optional<List<Alert>> takeFiring() {
    Optional<List<Alert>> taken = Optional.ofNullable(loadedFiring);
    loadedFiring = null;
    return taken;
  }

  /** Keeps those of these alerts that fire, when the database can. */
  public synchronized void keepFiring(Collection<Alert> alerts) {
    firing = new Firing(clock.get(), FiringJson.write(alerts));
    notifyAll();
  }

  /** Keeps these, when the database can. */
  public synchronized void keep(List<Incident> changed) {
    changed.forEach(incident -> waiting.put(incident.id(), incident));
    // A database that is away for days must not fill the memory.
    while (waiting.size() > IncidentRules.MOST_PAST) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    notifyAll();
  }

  private void run() {
    while (true) {
      try {
        if (!awaitWork()) {
          return;
        }
        work();
        dependencies.up(NAME, false);
      } catch (StoreUnavailableException away) {
        dependencies.down(NAME, false, "incidents are known in memory only: " + away.getMessage());
        pause();
      }
    }
  }

  private synchronized boolean awaitWork() {
    while (!ended && !wanted && waiting.isEmpty() && firing == null) {
      try {
        wait();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !ended;
  }

  /** Between two tries; ends early when the keeper ends. */
  private synchronized void pause() {
    long until = System.nanoTime() + RETRY.toNanos();
    while (!ended && System.nanoTime() < until) {
      try {
        wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void work() {
    boolean load;
    List<Incident> some;
    Firing alerts;
    synchronized (this) {
      load = wanted;
      alerts = firing;
      some = List.copyOf(waiting.values());
    }
    if (load) {
      List<Incident> found = read(store.load(IncidentRules.MOST_PAST));
      List<Alert> fired = readFiring(store.firing());
      synchronized (this) {
        loaded = found;
        loadedFiring = fired;
        wanted = false;
      }
      store.forget(clock.get().minus(IncidentRules.TOLD_FOR));
    }
    if (alerts != null) {
      store.saveFiring(alerts.at(), alerts.body());
      synchronized (this) {
        firing = firing == alerts ? null : firing;
      }
    }
    if (!some.isEmpty()) {
      store.save(some.stream().map(IncidentKeeper::stored).toList());
      synchronized (this) {
        some.forEach(incident -> waiting.remove(incident.id(), incident));
      }
    }
  }

  private static List<Alert> readFiring(Optional<String> stored) {
    try {
      return stored.map(FiringJson::read).orElse(List.of());
    } catch (IllegalArgumentException foreign) {
      LOG.warnf("the stored alerts are passed over: %s", foreign.getMessage());
      return List.of();
    }
  }

  private static List<Incident> read(List<IncidentStore.Stored> rows) {
    List<Incident> incidents = new ArrayList<>();
    for (IncidentStore.Stored row : rows) {
      try {
        incidents.add(IncidentJson.read(row.body()));
      } catch (IllegalArgumentException foreign) {
        LOG.warnf("the stored incident %s is passed over: %s", row.id(), foreign.getMessage());
      }
    }
    return incidents;
  }

  private static IncidentStore.Stored stored(Incident incident) {
    return new IncidentStore.Stored(
        incident.id(), incident.last().at(), IncidentJson.write(incident).toString());
  }

  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }
}
