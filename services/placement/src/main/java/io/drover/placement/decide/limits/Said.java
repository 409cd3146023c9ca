package io.drover.placement.decide.limits;

import io.drover.core.policy.Parsed;
import io.drover.core.policy.StackLimits;
import io.drover.manifests.Described;
import io.drover.manifests.StackFiles;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is said of one service's limits.
 *
 * @param labels its labels
 * @param ranges the LimitRanges of its stack
 * @param manifests other manifests that are for it, right or wrong
 */
public record Said(
    Parsed labels,
    List<StackFiles.Declared> stackFile,
    List<StackLimits> ranges,
    List<Described> manifests) {
  public Said {
    stackFile = List.copyOf(stackFile);
    ranges = List.copyOf(ranges);
    manifests = List.copyOf(manifests);
    if (stackFile.size() > 1) {
      throw new IllegalArgumentException("a service has one stack file");
    }
  }

  /** What its stack file says, if there is one and it names the service. */
  public Optional<StackFiles.Declared> declared() {
    return stackFile.stream().findFirst();
  }
}
