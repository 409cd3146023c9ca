package io.drover.agent.model.tuning;

import io.drover.core.policy.NodePolicy.Setting;
import java.util.List;
import java.util.Map;

/**
 * A container that is to be tuned, or was.
 *
 * @param containerId the container
 * @param wanted what its service's labels ask for; nothing when they ask no more
 * @param present what its {@code HostConfig} holds
 * @param original what that held before Drover changed it, of the kinds that it changed
 * @param memory its memory limit in bytes; 0 for none
 */
public record Tuned(
    String containerId,
    List<Setting> wanted,
    Map<Kind, String> present,
    Map<Kind, String> original,
    long memory) {
  public Tuned {
    wanted = List.copyOf(wanted);
    present = Map.copyOf(present);
    original = Map.copyOf(original);
  }
}
