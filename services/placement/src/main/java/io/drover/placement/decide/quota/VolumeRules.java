package io.drover.placement.decide.quota;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.policy.StackLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Holds volumes against the sizes of LimitRanges: Swarm's own have no bound that would stop them.
 */
public final class VolumeRules {
  /** The code of the reason that tells of a volume that is too large. */
  public static final String TOO_LARGE = "VolumeTooLarge";

  private VolumeRules() {}

  /**
   * The volumes that hold more than they may.
   *
   * @param volumes of the stack
   * @param ranges its LimitRanges
   */
  public static List<Reason> tooLarge(List<VolumeSize> volumes, List<StackLimits> ranges) {
    List<Reason> found = new ArrayList<>();
    for (VolumeSize volume : volumes) {
      for (StackLimits range :
          ranges.stream().sorted(Comparator.comparing(StackLimits::name)).toList()) {
        Bytes most = range.volumes().allowed().orElse(new Bytes(Long.MAX_VALUE));
        if (volume.size() instanceof Reading.Known<Bytes>(Bytes size, var at)
            && size.compareTo(most) > 0) {
          found.add(
              new Reason(
                  TOO_LARGE,
                  "volume %s on %s holds %s, and LimitRange %s lets a volume hold %s"
                      .formatted(volume.name(), volume.node(), size, range.name(), most),
                  Map.of("size", size.toString(), "most", most.toString())));
          break;
        }
      }
    }
    return found;
  }
}
