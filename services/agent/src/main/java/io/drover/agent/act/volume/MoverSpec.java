package io.drover.agent.act.volume;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.mover.MoverOrder;
import io.drover.core.model.Bytes;
import io.drover.engine.RawJson;
import java.util.List;

/**
 * A mover's container: one volume, read-only for reading, and nothing else of the node. No network,
 * no log, a root file system that can't be written to, of root's powers only those that files of
 * others need.
 */
final class MoverSpec {
  /** Label by which movers are found; its value is the mover's own id. */
  static final String LABEL = "io.drover.mover";

  /** Label with the volume's name. */
  static final String VOLUME_LABEL = "io.drover.mover.volume";

  private static final int MOST_PROCESSES = 64;

  private static final List<String> TO_READ = List.of("DAC_OVERRIDE", "DAC_READ_SEARCH");
  private static final List<String> TO_WRITE =
      List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "MKNOD", "SETFCAP");

  private MoverSpec() {}

  static RawJson of(
      String id,
      String volume,
      MoverImage.Command image,
      MoverOrder order,
      Bytes memory,
      int cpuShares) {
    boolean reads = order.mode() == MoverOrder.Mode.READ;
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.put("Image", image.name()).put("User", "0:0");
    image.command().forEach(spec.putArray("Entrypoint")::add);
    spec.putArray("Cmd");
    spec.putArray("Env").add(MoverOrder.VARIABLE + "=" + order.json());
    spec.put("AttachStdin", true).put("AttachStdout", true).put("AttachStderr", true);
    // Once: the engine closes the input when the agent's connection breaks, and the mover ends.
    spec.put("OpenStdin", true).put("StdinOnce", true).put("Tty", false);
    spec.put("NetworkDisabled", true);
    spec.putObject("Labels").put(LABEL, id).put(VOLUME_LABEL, volume);
    spec.putObject("Healthcheck").putArray("Test").add("NONE");
    ObjectNode host = spec.putObject("HostConfig");
    host.put("NetworkMode", "none").put("ReadonlyRootfs", true);
    host.put("Memory", memory.value()).put("MemorySwap", memory.value());
    host.put("PidsLimit", MOST_PROCESSES).put("CpuShares", cpuShares);
    host.putArray("CapDrop").add("ALL");
    (reads ? TO_READ : TO_WRITE).forEach(host.putArray("CapAdd")::add);
    host.putArray("SecurityOpt").add("no-new-privileges");
    host.putObject("LogConfig").put("Type", "none");
    host.putObject("RestartPolicy").put("Name", "no");
    // JNA loads its library from there.
    host.putObject("Tmpfs").put("/tmp", "rw,exec,nosuid,nodev,size=16m");
    ObjectNode mount = host.putArray("Mounts").addObject();
    mount.put("Type", "volume").put("Source", volume).put("Target", MoverOrder.VOLUME);
    mount.put("ReadOnly", reads).putObject("VolumeOptions").put("NoCopy", true);
    return RawJson.of(spec.toString());
  }
}
