package io.drover.agent.observe;

import io.drover.agent.model.Controls;
import io.drover.agent.model.Sample;
import io.drover.runtime.time.Moment;

/** The kernel's files about one container, in one of the two versions of control groups. */
sealed interface ContainerFiles permits CgroupV1, CgroupV2 {

  /** Reads them all. */
  Sample sample(Moment at);

  /** Reads what seldom changes: where it may run, its weight, its swap. */
  Controls controls();

  /** Whether its control group is still there. */
  boolean exists();
}
