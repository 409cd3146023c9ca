package io.drover.agent.observe;

import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import io.drover.runtime.time.Moment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Control groups version 1: one tree for each controller. File names and units as in the kernel's
 * Documentation/admin-guide/cgroup-v1.
 */
final class CgroupV1 implements ContainerFiles {
  private static final long NANOS_PER_CORE = 1_000_000_000L;
  private final Path cpu;
  private final Path accounting;
  private final Path memory;
  private final Path pids;
  private final Path block;
  private final Path cpuset;
  private final FieldReader reader;
  private final NetworkCounters network;

  /**
   * A container's files.
   *
   * @param root where the trees are mounted
   * @param path the container's path in each tree, relative
   */
  CgroupV1(Path root, String path, NetworkCounters network, FieldReader reader) {
    this.cpu = tree(root, "cpu", "cpu,cpuacct", "cpuacct,cpu").resolve(path);
    this.accounting = tree(root, "cpuacct", "cpu,cpuacct", "cpuacct,cpu").resolve(path);
    this.memory = root.resolve("memory").resolve(path);
    this.pids = root.resolve("pids").resolve(path);
    this.block = root.resolve("blkio").resolve(path);
    this.cpuset = root.resolve("cpuset").resolve(path);
    this.reader = reader;
    this.network = network;
  }

  private static Path tree(Path root, String... names) {
    for (String name : names) {
      if (Files.isDirectory(root.resolve(name))) {
        return root.resolve(name);
      }
    }
    return root.resolve(names[0]);
  }

  @Override
  public boolean exists() {
    return Files.isDirectory(accounting) || Files.isDirectory(memory);
  }

  @Override
  public Sample sample(Moment at) {
    return new Sample(at, cpu(), memory(), pids(), block(), network.read());
  }

  @Override
  public Controls controls() {
    return new Controls(
        new Controls.Weight(
            Controls.Scale.SHARES, reader.field(cpu.resolve("cpu.shares"), KernelText::number)),
        indices("cpuset.effective_cpus"),
        indices("cpuset.effective_mems"),
        // Not there on a kernel that does not account for swap.
        reader.field(memory.resolve("memory.memsw.limit_in_bytes"), KernelText::limit));
  }

  private Controls.Indices indices(String file) {
    return reader.text(cpuset.resolve(file), Controls.Indices::read, Controls.Indices.Unknown::new);
  }

  private Sample.CpuTime cpu() {
    Field usage = reader.field(accounting.resolve("cpuacct.usage"), KernelText::number);
    Field quota = reader.field(cpu.resolve("cpu.cfs_quota_us"), KernelText::limit);
    Field period = reader.field(cpu.resolve("cpu.cfs_period_us"), KernelText::number);
    Field nanoCores =
        quota instanceof Field.Known(long part) && period instanceof Field.Known(long whole)
            ? Field.known(part * NANOS_PER_CORE / whole)
            : quota;
    return reader.text(
        cpu.resolve("cpu.stat"),
        stat ->
            new Sample.CpuTime(
                usage,
                KernelText.value(stat, "nr_periods"),
                KernelText.value(stat, "nr_throttled"),
                KernelText.value(stat, "throttled_time"),
                nanoCores),
        why ->
            new Sample.CpuTime(
                usage, Field.unknown(why), Field.unknown(why), Field.unknown(why), nanoCores));
  }

  private Sample.Memory memory() {
    Field usage = reader.field(memory.resolve("memory.usage_in_bytes"), KernelText::number);
    Field limit = reader.field(memory.resolve("memory.limit_in_bytes"), KernelText::limit);
    Field kills =
        reader.field(
            memory.resolve("memory.oom_control"), text -> KernelText.value(text, "oom_kill"));
    return reader.text(
        memory.resolve("memory.stat"),
        stat ->
            new Sample.Memory(
                usage,
                KernelText.value(stat, "total_inactive_file"),
                KernelText.value(stat, "total_rss"),
                KernelText.value(stat, "total_cache"),
                limit,
                kills),
        why ->
            new Sample.Memory(
                usage, Field.unknown(why), Field.unknown(why), Field.unknown(why), limit, kills));
  }

  private Sample.Pids pids() {
    return new Sample.Pids(
        reader.field(pids.resolve("pids.current"), KernelText::number),
        reader.field(pids.resolve("pids.max"), KernelText::limit));
  }

  private Sample.Traffic block() {
    return reader.text(
        block.resolve("blkio.throttle.io_service_bytes"),
        text -> new Sample.Traffic(sum(text, "Read"), sum(text, "Write")),
        why -> new Sample.Traffic(Field.unknown(why), Field.unknown(why)));
  }

  /** Adds up the lines {@code MAJOR:MINOR OPERATION BYTES}; no line means nothing was moved. */
  private static Field sum(String text, String operation) {
    long sum = 0;
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[1].equals(operation)) {
        if (!(KernelText.number(words[2]) instanceof Field.Known(long bytes))) {
          return KernelText.number(words[2]);
        }
        sum += bytes;
      }
    }
    return Field.known(sum);
  }
}
