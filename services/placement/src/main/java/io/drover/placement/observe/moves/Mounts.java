package io.drover.placement.observe.moves;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a service's tasks mount.
 *
 * @param data what stays on a node when a task leaves it, in words
 * @param volumes whether there is any volume, or directory of the node, that is written to
 */
record Mounts(List<String> data, boolean volumes) {
  /** File systems of the local driver that are on another machine. */
  private static final Set<String> SHARED =
      Set.of("nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs");

  Mounts {
    data = List.copyOf(data);
  }

  /**
   * Reads {@code Mounts} of a container's spec. A volume that is not told to be anywhere else is
   * local. Of the node's own directories, what is only read, and a socket, holds no data of the
   * task's.
   */
  static Mounts of(JsonNode mounts) {
    List<String> data = new ArrayList<>();
    boolean volumes = false;
    for (JsonNode mount : mounts) {
      String source = mount.path("Source").asText("");
      boolean written = !mount.path("ReadOnly").asBoolean();
      switch (mount.path("Type").asText("")) {
        case "volume" -> {
          volumes = true;
          if (isLocal(mount.path("VolumeOptions").path("DriverConfig"))) {
            data.add(source.isEmpty() ? "an anonymous volume" : "volume " + source);
          }
        }
        case "bind" -> {
          if (written && !source.endsWith(".sock")) {
            volumes = true;
            data.add("directory " + source);
          }
        }
        case "cluster" -> volumes = true;
        default -> {
          // tmpfs and named pipes hold nothing that outlives a task
        }
      }
    }
    return new Mounts(data, volumes);
  }

  private static boolean isLocal(JsonNode driver) {
    String name = driver.path("Name").asText("");
    String type = driver.path("Options").path("type").asText("");
    return (name.isEmpty() || name.equals("local")) && !SHARED.contains(type);
  }
}
