package io.drover.agent.observe;

import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import io.drover.runtime.time.Moment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Control groups version 2: one tree for all controllers. File names and units as in the kernel's
 * Documentation/admin-guide/cgroup-v2.
 */
final class CgroupV2 implements ContainerFiles {
  private static final long NANOS_PER_MICRO = 1000;
  private static final long NANOS_PER_CORE = 1_000_000_000L;
  private final Path group;
  private final FieldReader reader;
  private final NetworkCounters network;

  /** A container's files, all in its own directory. */
  CgroupV2(Path group, NetworkCounters network, FieldReader reader) {
    this.group = group;
    this.reader = reader;
    this.network = network;
  }

  @Override
  public boolean exists() {
    return Files.isDirectory(group);
  }

  @Override
  public Sample sample(Moment at) {
    return new Sample(at, cpu(), memory(), pids(), block(), network.read());
  }

  @Override
  public Controls controls() {
    return new Controls(
        new Controls.Weight(
            Controls.Scale.WEIGHT, reader.field(group.resolve("cpu.weight"), KernelText::number)),
        indices("cpuset.cpus.effective"),
        indices("cpuset.mems.effective"),
        memoryAndSwap());
  }

  private Controls.Indices indices(String file) {
    return reader.text(group.resolve(file), Controls.Indices::read, Controls.Indices.Unknown::new);
  }

  /** This version limits swap apart from memory. */
  private Field memoryAndSwap() {
    Field memory = reader.field(group.resolve("memory.max"), KernelText::limit);
    Field swap = reader.field(group.resolve("memory.swap.max"), KernelText::limit);
    if (memory instanceof Field.Known(long ram) && swap instanceof Field.Known(long disk)) {
      return Field.known(ram + disk);
    }
    return memory instanceof Field.Known || swap instanceof Field.Unknown ? swap : memory;
  }

  private Sample.CpuTime cpu() {
    Field quota = reader.field(group.resolve("cpu.max"), CgroupV2::quota);
    return reader.text(
        group.resolve("cpu.stat"),
        stat ->
            new Sample.CpuTime(
                micros(stat, "usage_usec"),
                KernelText.value(stat, "nr_periods"),
                KernelText.value(stat, "nr_throttled"),
                micros(stat, "throttled_usec"),
                quota),
        why ->
            new Sample.CpuTime(
                Field.unknown(why),
                Field.unknown(why),
                Field.unknown(why),
                Field.unknown(why),
                quota));
  }

  private static Field micros(String stat, String key) {
    return KernelText.times(KernelText.value(stat, key), NANOS_PER_MICRO);
  }

  /** {@code QUOTA PERIOD} in microseconds, or {@code max PERIOD}. */
  private static Field quota(String text) {
    String[] words = text.strip().split(" ");
    if (words.length == 2
        && KernelText.limit(words[0]) instanceof Field.Known(long part)
        && KernelText.number(words[1]) instanceof Field.Known(long whole)) {
      return Field.known(part * NANOS_PER_CORE / whole);
    }
    return KernelText.limit(words[0]);
  }

  private Sample.Memory memory() {
    Field usage = reader.field(group.resolve("memory.current"), KernelText::number);
    Field limit = reader.field(group.resolve("memory.max"), KernelText::limit);
    Field kills =
        reader.field(group.resolve("memory.events"), text -> KernelText.value(text, "oom_kill"));
    return reader.text(
        group.resolve("memory.stat"),
        stat ->
            new Sample.Memory(
                usage,
                KernelText.value(stat, "inactive_file"),
                KernelText.value(stat, "anon"),
                KernelText.value(stat, "file"),
                limit,
                kills),
        why ->
            new Sample.Memory(
                usage, Field.unknown(why), Field.unknown(why), Field.unknown(why), limit, kills));
  }

  private Sample.Pids pids() {
    return new Sample.Pids(
        reader.field(group.resolve("pids.current"), KernelText::number),
        reader.field(group.resolve("pids.max"), KernelText::limit));
  }

  private Sample.Traffic block() {
    return reader.text(
        group.resolve("io.stat"),
        text -> new Sample.Traffic(sum(text, "rbytes="), sum(text, "wbytes=")),
        why -> new Sample.Traffic(Field.unknown(why), Field.unknown(why)));
  }

  /** Adds up one member of the lines {@code MAJOR:MINOR rbytes=… wbytes=… …}. */
  private static Field sum(String text, String member) {
    long sum = 0;
    for (String word : text.split("[ \n]")) {
      if (word.startsWith(member)) {
        Field value = KernelText.number(word.substring(member.length()));
        if (!(value instanceof Field.Known(long bytes))) {
          return value;
        }
        sum += bytes;
      }
    }
    return Field.known(sum);
  }
}
