package io.drover.agent.observe;

import io.drover.agent.model.Field;
import io.drover.agent.model.Pressure;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says about how full the node is. Reads files; call it off the event loop. */
public final class PressureFiles {
  /** In /proc/loadavg "0.20 0.18 0.12 1/80 11206": the fourth word, after the slash. */
  private static final int ENTITIES = 3;

  private final NodeFiles node;
  private final Path proc;
  private final List<Path> disks;

  /**
   * A node's files.
   *
   * @param disks paths on the file systems to look at
   */
  public PressureFiles(NodeFiles node, Path proc, List<Path> disks) {
    this.node = node;
    this.proc = proc;
    this.disks = List.copyOf(disks);
  }

  /** Reads everything anew. */
  public Pressure read() {
    var facts = node.read();
    return new Pressure(
        facts.memory(),
        facts.memoryAvailable(),
        processes(),
        smaller(
            KernelText.number(text("sys/kernel/pid_max")),
            KernelText.number(text("sys/kernel/threads-max"))),
        disks.stream().map(PressureFiles::disk).toList());
  }

  private Field processes() {
    String[] words = text("loadavg").split(" ");
    int slash = words.length > ENTITIES ? words[ENTITIES].indexOf('/') : -1;
    return slash < 0
        ? Field.unknown("/proc/loadavg does not tell it")
        : KernelText.number(words[ENTITIES].substring(slash + 1));
  }

  private static Field smaller(Field one, Field other) {
    return one instanceof Field.Known(long a) && other instanceof Field.Known(long b)
        ? Field.known(Math.min(a, b))
        : one instanceof Field.Known ? one : other;
  }

  private static Pressure.Disk disk(Path path) {
    try {
      FileStore store = Files.getFileStore(path);
      return new Pressure.Disk(
          path.toString(), Field.known(store.getTotalSpace()), Field.known(store.getUsableSpace()));
    } catch (IOException unreadable) {
      Field unknown = Field.unknown(path + " can't be looked at: " + unreadable.getMessage());
      return new Pressure.Disk(path.toString(), unknown, unknown);
    }
  }

  private String text(String name) {
    return NodeFiles.text(proc.resolve(name));
  }
}
