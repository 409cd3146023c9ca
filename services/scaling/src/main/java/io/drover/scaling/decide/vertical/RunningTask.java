package io.drover.scaling.decide.vertical;

import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import java.time.Instant;

/**
 * A task as it runs now.
 *
 * @param id the task
 * @param since when it came to run
 * @param workingSet the memory that it can't do without, at its highest of the last minute
 * @param limits what its container is limited to; may differ from what the service says
 */
public record RunningTask(
    String id, Instant since, Reading<Bytes> workingSet, Reading<Resources> limits) {}
