package io.drover.scaling;

import io.drover.runtime.agents.AgentsConfig;
import io.drover.scaling.observe.DefaultQueries;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of the scaling service. */
@ConfigMapping(prefix = "drover.scaling")
public interface ScalingConfig {

  /** Time between two rounds. Defaults to 2 seconds. */
  @WithDefault("2s")
  Duration period();

  /** Time that CPU usage is averaged over. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration window();

  /** Age from which a sample is no sample. Defaults to 30 seconds. */
  @WithDefault("30s")
  Duration stale();

  /**
   * How long a running task is still taken for a starting one, whose CPU is not load. Defaults to
   * 30 seconds.
   */
  @WithDefault("30s")
  Duration warmUp();

  /** The HPA's CPU initialization period. Defaults to 5 minutes. */
  @WithDefault("5m")
  Duration cpuInitializationPeriod();

  /** The HPA's initial readiness delay. Defaults to 30 seconds. */
  @WithDefault("30s")
  Duration initialReadinessDelay();

  /** How long it is kept how many tasks services had and wanted. Defaults to 14 days. */
  @WithDefault("14d")
  Duration trackRetention();

  /** The agents. */
  AgentsConfig agents();

  /** The Prometheus that custom metrics are asked of, if there is one. */
  PrometheusConfig prometheus();

  /** Where Prometheus is and how it is asked. */
  interface PrometheusConfig {
    /** Its address, http(s)://host[:port][/path]. Defaults to none. */
    Optional<URI> url();

    /** File with a bearer token. */
    Optional<String> tokenFile();

    /** Name for basic authentication, with {@link #passwordFile}. */
    Optional<String> user();

    /** File with the password for basic authentication. */
    Optional<String> passwordFile();

    /** PEM file with the authorities to trust, in place of the usual ones. */
    Optional<String> caFile();

    /** How long to wait for a query. Defaults to 2 seconds. */
    @WithDefault("2s")
    Duration timeout();

    /** How it is asked for metrics that have no query of their own. */
    QueriesConfig queries();

    /** How long a Prometheus that keeps failing is left alone. Defaults to 10 seconds. */
    @WithDefault("10s")
    Duration rest();
  }

  /** Templates of queries; {@link DefaultQueries} says what stands for what. */
  interface QueriesConfig {
    /** Names the series of a service. Defaults to what the shipped configuration needs. */
    @WithDefault(DefaultQueries.SELECTOR)
    String selector();

    /** The values of each task, with a label that names it. Defaults to a sum by instance. */
    @WithDefault(DefaultQueries.PER_TASK)
    String task();

    /** The value of a service. Defaults to a sum. */
    @WithDefault(DefaultQueries.TOTAL)
    String total();

    /** What rates of counters are averaged over. Defaults to 2 minutes. */
    @WithDefault(DefaultQueries.WINDOW)
    Duration window();
  }
}
