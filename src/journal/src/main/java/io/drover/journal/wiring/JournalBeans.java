package io.drover.journal.wiring;

import io.drover.journal.AbsentHourStore;
import io.drover.journal.AbsentStore;
import io.drover.journal.AbsentUsageStore;
import io.drover.journal.DatabaseState;
import io.drover.journal.DecisionStore;
import io.drover.journal.HourStore;
import io.drover.journal.Journal;
import io.drover.journal.JournalSettings;
import io.drover.journal.JournalStatus;
import io.drover.journal.UsageStore;
import io.drover.journal.postgres.Connections;
import io.drover.journal.postgres.PostgresHourStore;
import io.drover.journal.postgres.PostgresStore;
import io.drover.journal.postgres.PostgresUsageStore;
import io.drover.journal.spool.SpoolSettings;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Makes the journal, starts it before the loops and stops it after them. It reports to status as
 * {@code journal}; a service is ready without its database.
 *
 * <p>Metrics: {@code drover_journal_spooled}, decisions that wait for the database; {@code
 * drover_journal_lost_total}, decisions that were not taken, damaged on disk, or refused by the
 * database.
 */
@Singleton
public final class JournalBeans {
  /** Which {@link HourStore} is that of services' replicas; the other one is of their usage. */
  public static final String REPLICAS = "replicas";

  private static final String NAME = "journal";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int BEFORE_LOOPS = 1_000;
  private static final int AFTER_LOOPS = 4_000;

  /** What every store asks the database on. */
  @Produces
  @Singleton
  Connections connections(Pool pool) {
    return new Connections(pool, LONGEST_WAIT);
  }

  /** The database, connected to when it is first needed. */
  @Produces
  @Singleton
  DecisionStore store(
      JournalConfig config, Instance<Connections> connections, JournalCredentials credentials) {
    return config
        .url()
        .<DecisionStore>map(
            url ->
                new PostgresStore(
                    connections.get(), () -> new MigrationConnections(url, credentials)))
        .orElseGet(AbsentStore::new);
  }

  /** What services were seen to use, in the same database. */
  @Produces
  @Singleton
  UsageStore usages(JournalConfig config, Instance<Connections> connections) {
    return config.url().isEmpty()
        ? new AbsentUsageStore()
        : new PostgresUsageStore(connections.get());
  }

  /** What services used hour by hour, in the same database. */
  @Produces
  @Singleton
  HourStore hours(JournalConfig config, Instance<Connections> connections) {
    return config.url().isEmpty()
        ? new AbsentHourStore()
        : PostgresHourStore.ofUsage(connections.get());
  }

  /** How many tasks services had hour by hour, in the same database. */
  @Produces
  @Singleton
  @Identifier(REPLICAS)
  HourStore replicas(JournalConfig config, Instance<Connections> connections) {
    return config.url().isEmpty()
        ? new AbsentHourStore()
        : PostgresHourStore.ofReplicas(connections.get());
  }

  /** The journal; also where decisions go. */
  @Produces
  @Singleton
  Journal journal(
      JournalConfig config,
      DecisionStore store,
      Suite suite,
      TimeSource time,
      Dependencies dependencies) {
    return new Journal(
        new SpoolSettings(config.spool(), suite.instance(), config.spoolCap().asLongValue()),
        store,
        JournalSettings.DEFAULT.keeping(config.retention().idle(), config.retention().acted()),
        () -> time.now().wall(),
        state -> report(state, dependencies));
  }

  private static void report(DatabaseState state, Dependencies dependencies) {
    switch (state) {
      case DatabaseState.Reachable reachable -> dependencies.up(NAME, false);
      case DatabaseState.Away away ->
          dependencies.down(NAME, false, "decisions stay in the spool: " + away.reason());
    }
  }

  void start(
      @Observes @Priority(BEFORE_LOOPS) StartupEvent event,
      Journal journal,
      MeterRegistry metrics) {
    Gauge.builder("drover.journal.spooled", journal, j -> j.status().spooledRecords())
        .description("decisions that wait for the database")
        .register(metrics);
    FunctionCounter.builder("drover.journal.lost", journal, j -> lost(j.status()))
        .description("decisions that were not taken, damaged on disk, or refused by the database")
        .register(metrics);
    journal.start();
  }

  private static double lost(JournalStatus status) {
    return (double) status.refused() + status.damaged() + status.setAside();
  }

  // Loops store what they have when they are told to stop.
  void stopping(
      @Observes @Priority(BEFORE_LOOPS) ShutdownEvent event,
      JournalConfig config,
      Instance<Connections> connections) {
    config.url().ifPresent(url -> connections.get().stopping());
  }

  void stop(
      @Observes @Priority(AFTER_LOOPS) ShutdownEvent event,
      JournalConfig config,
      Journal journal,
      Instance<Connections> connections) {
    journal.close();
    config.url().ifPresent(url -> connections.get().close());
  }
}
