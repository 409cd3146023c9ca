package io.drover.scaling.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import java.time.Duration;

/**
 * What an agent measured of one task.
 *
 * @param taskId the task
 * @param cpu processor time used, averaged over {@code window}
 * @param memory working set
 * @param window the time that the CPU rate covers
 */
public record TaskUsage(String taskId, Reading<Cpu> cpu, Reading<Bytes> memory, Duration window) {}
