package io.drover.placement.decide.capacity;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;

/**
 * What the tasks on a node really use.
 *
 * @param cpu processor time of the last seconds
 * @param memory working sets
 */
public record NodeUsed(Reading<Cpu> cpu, Reading<Bytes> memory) {

  /** Nobody measured it. */
  public static NodeUsed unknown(String why) {
    return new NodeUsed(Reading.unknown(why), Reading.unknown(why));
  }
}
