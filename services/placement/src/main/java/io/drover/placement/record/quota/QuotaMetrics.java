package io.drover.placement.record.quota;

import io.drover.core.decision.Reason;
import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse;
import io.drover.core.quota.StackFacts;
import io.drover.placement.decide.quota.VolumeRules;
import io.drover.placement.observe.quota.QuotaObservation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of quotas: {@code drover_quota_used} and {@code drover_quota_hard} by stack, quota
 * and resource, in cores, bytes or pieces (what is unknown is not there); {@code
 * drover_quota_exceeded}, how many of a stack's resources are more than they may be; {@code
 * drover_volumes_too_large} by stack; {@code drover_quota_taken_back_total}.
 */
public final class QuotaMetrics {
  private final MultiGauge used;
  private final MultiGauge hard;
  private final MultiGauge exceeded;
  private final MultiGauge tooLarge;
  private final Counter takenBack;

  /** Metrics in this registry. */
  public QuotaMetrics(MeterRegistry registry) {
    used = gauge("drover.quota.used", "What a stack has of what a quota bounds.", registry);
    hard = gauge("drover.quota.hard", "The most that a quota lets a stack have.", registry);
    exceeded =
        gauge("drover.quota.exceeded", "Of how many resources a stack has too much.", registry);
    tooLarge = gauge("drover.volumes.too.large", "Volumes that hold more than they may.", registry);
    takenBack =
        Counter.builder("drover.quota.taken.back")
            .description("Changes that broke a quota and were taken back.")
            .register(registry);
  }

  private static MultiGauge gauge(String name, String help, MeterRegistry registry) {
    return MultiGauge.builder(name).description(help).register(registry);
  }

  /** Shows what was seen. */
  public void saw(QuotaObservation seen) {
    List<Row<?>> usedRows = new ArrayList<>();
    List<Row<?>> hardRows = new ArrayList<>();
    List<Row<?>> exceededRows = new ArrayList<>();
    List<Row<?>> tooLargeRows = new ArrayList<>();
    for (StackFacts facts : seen.stacks().values()) {
      Tags stack = Tags.of("stack", facts.stack());
      int count = 0;
      for (QuotaUse use : QuotaRules.use(seen.policies().quotasOf(facts.stack()), facts)) {
        count += use.exceeded().size();
        for (QuotaUse.Line line : use.lines()) {
          Tags tags = stack.and("quota", use.quota().name(), "resource", line.resource().key());
          hardRows.add(Row.of(tags, line.hard().amount()));
          if (line.used() instanceof Reading.Known<Quantity>(Quantity amount, var at)) {
            usedRows.add(Row.of(tags, amount.amount()));
          }
        }
      }
      exceededRows.add(Row.of(stack, count));
      List<Reason> large = VolumeRules.tooLarge(seen.volumesOf(facts), facts.limits());
      tooLargeRows.add(Row.of(stack, large.size()));
    }
    used.register(usedRows, true);
    hard.register(hardRows, true);
    exceeded.register(exceededRows, true);
    tooLarge.register(tooLargeRows, true);
  }

  /** Counts a change that was taken back. */
  public void tookBack() {
    takenBack.increment();
  }
}
