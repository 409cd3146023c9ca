package io.drover.agent.observe;

import io.drover.agent.model.Container;
import io.drover.agent.model.Controls;
import java.nio.file.Path;

/** Reads at once what a container's control group holds, besides the sampler. For one thread. */
public final class ControlReader {
  private final CgroupTree tree;

  /** The control groups that are mounted here. */
  public ControlReader(Path cgroups, Path proc) {
    this.tree = new CgroupTree(cgroups, proc);
  }

  /** What the kernel says now. */
  public Controls read(Container container) {
    return tree.find(container).map(ContainerFiles::controls).orElse(Controls.UNREAD);
  }
}
