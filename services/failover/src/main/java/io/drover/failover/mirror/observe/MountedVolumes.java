package io.drover.failover.mirror.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.site.Description;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the volumes whose data has to be brought to the other site. */
public final class MountedVolumes {
  private MountedVolumes() {}

  /** Volumes by name, each with a service that has it; without those declared as replicated. */
  public static SortedMap<String, String> of(Description described, Holdings holdings) {
    SortedMap<String, String> volumes = new TreeMap<>();
    for (MirroredService service : holdings.services()) {
      List<String> replicated =
          described.stacks().stream()
              .filter(stack -> service.view().stack().equals(Optional.of(stack.name())))
              .flatMap(stack -> stack.replicated().stream())
              .toList();
      for (JsonNode mount :
          service.service().spec().tree().at("/TaskTemplate/ContainerSpec/Mounts")) {
        String source = mount.path("Source").asText("");
        boolean isVolume = mount.path("Type").asText("").equals("volume");
        if (isVolume && !source.isEmpty() && !replicated.contains(source)) {
          volumes.putIfAbsent(source, service.name());
        }
      }
    }
    return volumes;
  }
}
