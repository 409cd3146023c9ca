package io.drover.runtime.record;

import io.drover.core.decision.Decision;
import io.drover.core.decision.DecisionSink;
import io.drover.core.decision.Plan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * The recording step of every loop: what says something new goes to the journal and becomes one log
 * line; all of it is counted and kept in memory for a while.
 *
 * <p>Metrics: {@code drover_decisions_total{loop,outcome}}, {@code
 * drover_actions_total{loop,action,outcome}}, {@code drover_decisions_lost_total{loop}}. No label
 * names a service, so their number does not grow with the Swarm.
 */
public final class DecisionRecorder {
  private static final Logger LINES = Logger.getLogger("drover.decision");
  private static final Logger LOG = Logger.getLogger(DecisionRecorder.class);
  private static final int SERVICES_REMEMBERED = 20_000;

  private final DecisionSink sink;
  private final MeterRegistry metrics;
  private final RecentDecisions recent;
  private final ChangeFilter filter = new ChangeFilter(SERVICES_REMEMBERED);

  /** A recorder that keeps what is new in {@code sink}. */
  public DecisionRecorder(DecisionSink sink, MeterRegistry metrics, RecentDecisions recent) {
    this.sink = sink;
    this.metrics = metrics;
    this.recent = recent;
  }

  /**
   * Records a decision. A sink that fails does not fail the loop: the line is logged and counted as
   * lost, and an unchanged decision is offered to the sink again.
   *
   * @return whether it was news
   */
  public boolean record(Decision decision) {
    count(decision);
    boolean news = filter.isNews(decision);
    recent.add(decision, news);
    if (news) {
      LINES.info(DecisionLine.of(decision));
      keep(decision);
    }
    return news;
  }

  private void keep(Decision decision) {
    try {
      sink.record(decision);
      filter.recorded(decision);
    } catch (UncheckedIOException full) {
      count("drover.decisions.lost", "Decisions that could not be kept.", decision);
      LOG.errorf(full, "decision %s could not be kept", decision.id());
    }
  }

  private void count(Decision decision) {
    count(
        "drover.decisions",
        "Decisions, by what came of them.",
        decision,
        "outcome",
        DecisionLine.outcome(decision));
    var steps = decision.plan().steps();
    for (int i = 0; i < decision.results().size(); i++) {
      String action = i < steps.size() ? name(steps.get(i)) : "unplanned";
      String outcome = decision.results().get(i).code();
      count(
          "drover.actions",
          "Actions that were tried, by what came of them.",
          decision,
          "action",
          action,
          "outcome",
          outcome);
    }
  }

  private void count(String name, String help, Decision decision, String... tags) {
    Counter.builder(name)
        .description(help)
        .tag("loop", decision.loop())
        .tags(tags)
        .register(metrics)
        .increment();
  }

  /** {@code SetReplicas} becomes {@code set_replicas}. */
  private static String name(Plan.Step step) {
    return step.action()
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
