package io.drover.scaling.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
import java.net.URI;
import java.time.Instant;

/**
 * What an agent knows of one task, as far as its size goes.
 *
 * @param taskId the task
 * @param agent base address of the agent that knows it
 * @param startedAt when its container was started
 * @param cpu processor time used, averaged over the last minute
 * @param memory largest working set of the last minute
 * @param throttled of the enforcement periods of the last minute, in how many it was stopped
 * @param oomKills processes that the kernel ended in it for want of memory, since it was started
 * @param limits what its container is limited to
 */
public record TaskLoad(
    String taskId,
    URI agent,
    Instant startedAt,
    Reading<Cpu> cpu,
    Reading<Bytes> memory,
    Reading<Share> throttled,
    Reading<Long> oomKills,
    Reading<Resources> limits) {}
