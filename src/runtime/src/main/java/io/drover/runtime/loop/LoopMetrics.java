package io.drover.runtime.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Metrics of a loop: {@code drover_observe_seconds{loop}}, {@code drover_reconcile_seconds{loop}},
 * {@code drover_observe_failures_total{loop}}, {@code drover_reconcile_failures_total{loop}}; and a
 * log line for each failure.
 */
public final class LoopMetrics implements LoopListener {
  private static final Logger LOG = Logger.getLogger(LoopMetrics.class);
  private final String loop;
  private final Timer observe;
  private final Timer reconcile;
  private final Counter observeFailures;
  private final Counter reconcileFailures;

  /** Metrics of the loop of this name. */
  public LoopMetrics(String loop, MeterRegistry metrics) {
    this.loop = loop;
    this.observe = timer("drover.observe", "Time that observing everything took.", metrics);
    this.reconcile =
        timer("drover.reconcile", "Time that deciding, acting and recording took.", metrics);
    this.observeFailures =
        counter("drover.observe.failures", "Rounds that could not observe.", metrics);
    this.reconcileFailures =
        counter("drover.reconcile.failures", "Objects that could not be reconciled.", metrics);
  }

  private Timer timer(String name, String help, MeterRegistry metrics) {
    return Timer.builder(name).description(help).tag("loop", loop).register(metrics);
  }

  private Counter counter(String name, String help, MeterRegistry metrics) {
    return Counter.builder(name).description(help).tag("loop", loop).register(metrics);
  }

  @Override
  public void observed(Duration took) {
    observe.record(took);
  }

  @Override
  public void observeFailed(Exception why) {
    observeFailures.increment();
    LOG.warnf("loop %s could not observe: %s", loop, why.toString());
    LOG.debug("in detail", why);
  }

  @Override
  public void reconciled(Key key, Duration took) {
    reconcile.record(took);
  }

  @Override
  public void reconcileFailed(Key key, Exception why) {
    reconcileFailures.increment();
    LOG.warnf("loop %s could not reconcile %s: %s", loop, key.id(), why.toString());
    LOG.debug("in detail", why);
  }
}
