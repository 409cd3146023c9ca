package io.drover.scaling.record;

import io.drover.journal.StoreUnavailableException;
import io.drover.journal.StoredUsage;
import io.drover.journal.UsageStore;
import io.drover.runtime.status.Dependencies;
import io.drover.scaling.decide.vertical.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps what services were seen to use in the database, and gets it back after a restart or a
 * take-over. While the database is away nothing is lost but by a restart. Reported to status as
 * {@code checkpoints}.
 *
 * <p>Metric: {@code drover_resize_checkpoints_total{outcome}}, what was to be stored, by services.
 */
public final class Checkpoints {
  private static final Logger LOG = Logger.getLogger(Checkpoints.class);
  private static final String NAME = "checkpoints";

  private final UsageStore store;
  private final Dependencies dependencies;
  private final MeterRegistry metrics;

  /** Checkpoints in this store. */
  public Checkpoints(UsageStore store, Dependencies dependencies, MeterRegistry metrics) {
    this.store = store;
    this.dependencies = dependencies;
    this.metrics = metrics;
  }

  /** All that counts still, by service; absent while the database is away. */
  public Optional<Map<String, Usage>> load(Instant now) {
    try {
      Map<String, Usage> usages = new HashMap<>();
      for (StoredUsage stored : store.load()) {
        read(stored)
            .filter(usage -> !usage.isForgottenAt(now))
            .ifPresent(usage -> usages.put(stored.service(), usage));
      }
      dependencies.up(NAME, false);
      return Optional.of(usages);
    } catch (StoreUnavailableException away) {
      away(away);
      return Optional.empty();
    }
  }

  private static Optional<Usage> read(StoredUsage stored) {
    try {
      return Optional.of(UsageJson.read(stored.body()));
    } catch (IllegalArgumentException foreign) {
      LOG.warnf(
          "the stored usage of %s is passed over: %s", stored.service(), foreign.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Stores these.
   *
   * @return whether the database took them
   */
  public boolean save(Map<String, Usage.State> usages) {
    List<StoredUsage> rows = new ArrayList<>();
    usages.forEach(
        (service, state) ->
            rows.add(new StoredUsage(service, state.lastCpu(), UsageJson.write(state))));
    try {
      store.save(rows);
      dependencies.up(NAME, false);
      count("stored", rows.size());
      return true;
    } catch (StoreUnavailableException away) {
      count("failed", rows.size());
      away(away);
      return false;
    }
  }

  /** Forgets what is too old to count. */
  public void forgetOld(Instant now) {
    try {
      store.forget(now.minus(Usage.FORGOTTEN_AFTER));
    } catch (StoreUnavailableException away) {
      away(away);
    }
  }

  private void count(String outcome, int services) {
    Counter.builder("drover.resize.checkpoints")
        .description("Services whose use was to be kept in the database.")
        .tag("outcome", outcome)
        .register(metrics)
        .increment(services);
  }

  private void away(StoreUnavailableException away) {
    dependencies.down(
        NAME, false, "what services use is known in memory only: " + away.getMessage());
  }
}
