package io.drover.agent.model.tuning;

import io.drover.agent.model.Container;
import java.util.List;

/**
 * What became of a container's tuning.
 *
 * @param container the container
 * @param settings each of its settings
 */
public record ContainerTuning(Container container, List<Applied> settings) {
  public ContainerTuning {
    settings = List.copyOf(settings);
  }

  /**
   * One setting.
   *
   * @param kind which
   * @param wanted as its label says; empty text when no label asks for it any more
   * @param actual as the kernel says; empty text when it does not
   * @param done whether the kernel holds what is wanted
   * @param reason why not, or what else is to be said; may be empty text
   */
  public record Applied(Kind kind, String wanted, String actual, boolean done, String reason) {}
}
