package io.drover.failover.mirror.decide;

import io.drover.core.model.Reading;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.Standby;
import io.drover.failover.site.Description;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a decision depends on.
 *
 * @param now the time
 * @param stacks the described stacks
 * @param primary what the primary has
 * @param standby what the stand-by has
 * @param past what is remembered of earlier rounds
 */
public record MirrorInput(
    Instant now,
    List<Description.Stack> stacks,
    Reading<Holdings> primary,
    Reading<Standby> standby,
    Past past) {
  public MirrorInput {
    stacks = List.copyOf(stacks);
  }
}
