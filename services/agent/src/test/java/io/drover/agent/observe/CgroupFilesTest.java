package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.Container;
import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Sample;
import io.drover.runtime.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupFilesTest {
  private static final String ID = "4f".repeat(32);
  private static final Moment NOW = new Moment(0, Instant.EPOCH);
  private static final String NET =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
          lo:  999999    10    0    0    0     0          0         0   999999    10    0    0    0     0       0          0
        eth0:    1500    20    0    0    0     0          0         0     2500    21    0    0    0     0       0          0
        eth1:     500     2    0    0    0     0          0         0      500     2    0    0    0     0       0          0
      """;

  @TempDir Path root;

  private static Container container(long pid, String parent) {
    return new Container(ID, "web", "web:1", pid, parent, Instant.EPOCH, Map.of());
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Sample sample(Container container) {
    CgroupTree tree = new CgroupTree(root.resolve("cgroup"), root.resolve("proc"));
    ContainerFiles files = tree.find(container).orElseThrow();
    assertThat(files.exists()).isTrue();
    return files.sample(NOW);
  }

  private void version1(String group) throws IOException {
    write("cgroup/cpuacct/" + group + "/cpuacct.usage", "31442642626\n");
    write("cgroup/cpu/" + group + "/cpu.cfs_quota_us", "150000\n");
    write("cgroup/cpu/" + group + "/cpu.cfs_period_us", "100000\n");
    write(
        "cgroup/cpu/" + group + "/cpu.stat",
        "nr_periods 629\nnr_throttled 626\nthrottled_time 29240358731\n");
    write("cgroup/memory/" + group + "/memory.usage_in_bytes", "10000000\n");
    write("cgroup/memory/" + group + "/memory.limit_in_bytes", "67108864\n");
    write(
        "cgroup/memory/" + group + "/memory.stat",
        "inactive_file 1\ntotal_cache 3000000\ntotal_rss 6000000\ntotal_inactive_file 2500000\n");
    write(
        "cgroup/memory/" + group + "/memory.oom_control",
        "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    write("cgroup/pids/" + group + "/pids.current", "7\n");
    write("cgroup/pids/" + group + "/pids.max", "100\n");
    write(
        "cgroup/blkio/" + group + "/blkio.throttle.io_service_bytes",
        "8:0 Read 4096\n8:0 Write 100\n8:16 Read 4\n8:16 Write 0\n8:0 Total 4200\nTotal 4200\n");
  }

  private Controls controls(Container container) {
    CgroupTree tree = new CgroupTree(root.resolve("cgroup"), root.resolve("proc"));
    return tree.find(container).orElseThrow().controls();
  }

  private static Controls.Indices cpus(String list) {
    return new Controls.Indices.Known(IndexSet.parse(list));
  }

  @Test
  void version1TellsWhereAContainerMayRun() throws IOException {
    String group = "docker/" + ID;
    version1(group);
    write("cgroup/cpu/" + group + "/cpu.shares", "512\n");
    write("cgroup/cpuset/" + group + "/cpuset.effective_cpus", "0-2,5\n");
    write("cgroup/cpuset/" + group + "/cpuset.effective_mems", "0\n");
    write("cgroup/memory/" + group + "/memory.memsw.limit_in_bytes", "134217728\n");
    assertThat(controls(container(0, "")))
        .isEqualTo(
            new Controls(
                new Controls.Weight(Controls.Scale.SHARES, Field.known(512)),
                cpus("0-2,5"),
                cpus("0"),
                Field.known(134217728)));
    write("cgroup/memory/" + group + "/memory.memsw.limit_in_bytes", "9223372036854771712\n");
    assertThat(controls(container(0, "")).memoryAndSwap()).isEqualTo(new Field.Unlimited());
  }

  @Test
  void version2TellsWhereAContainerMayRun() throws IOException {
    String group = "cgroup/docker/" + ID + "/";
    write("cgroup/cgroup.controllers", "cpuset cpu memory\n");
    write(group + "cpu.weight", "39\n");
    write(group + "cpuset.cpus.effective", "0-3\n");
    write(group + "cpuset.mems.effective", "0-1\n");
    write(group + "memory.max", "1000\n");
    write(group + "memory.swap.max", "500\n");
    assertThat(controls(container(0, "")))
        .isEqualTo(
            new Controls(
                new Controls.Weight(Controls.Scale.WEIGHT, Field.known(39)),
                cpus("0-3"),
                cpus("0-1"),
                Field.known(1500)));
    write(group + "memory.swap.max", "max\n");
    assertThat(controls(container(0, "")).memoryAndSwap()).isEqualTo(new Field.Unlimited());
    Files.delete(root.resolve(group + "memory.swap.max"));
    assertThat(controls(container(0, "")).memoryAndSwap())
        .isEqualTo(Field.unknown("memory.swap.max is not there"));
  }

  @Test
  void whatTheKernelDoesNotTellOfPlacingIsUnknown() throws IOException {
    version1("docker/" + ID);
    write("cgroup/cpuset/docker/" + ID + "/cpuset.effective_mems", "\n");
    Controls read = controls(container(0, ""));
    assertThat(read.cpus())
        .isEqualTo(new Controls.Indices.Unknown("cpuset.effective_cpus is not there"));
    assertThat(read.memoryNodes())
        .isEqualTo(new Controls.Indices.Unknown("the kernel wrote an empty list"));
    assertThat(read.memoryAndSwap())
        .isEqualTo(Field.unknown("memory.memsw.limit_in_bytes is not there"));
  }

  @Test
  void version1IsReadFromItsTrees() throws IOException {
    version1("docker/" + ID);
    write("proc/77/net/dev", NET);
    Sample sample = sample(container(77, ""));
    assertThat(sample.cpu())
        .isEqualTo(
            new Sample.CpuTime(
                Field.known(31442642626L),
                Field.known(629),
                Field.known(626),
                Field.known(29240358731L),
                Field.known(1_500_000_000)));
    assertThat(sample.memory())
        .isEqualTo(
            new Sample.Memory(
                Field.known(10000000),
                Field.known(2500000),
                Field.known(6000000),
                Field.known(3000000),
                Field.known(67108864),
                Field.known(3)));
    assertThat(sample.memory().workingSet()).isEqualTo(Field.known(7500000));
    assertThat(sample.pids()).isEqualTo(new Sample.Pids(Field.known(7), Field.known(100)));
    assertThat(sample.block()).isEqualTo(new Sample.Traffic(Field.known(4100), Field.known(100)));
    assertThat(sample.net()).isEqualTo(new Sample.Traffic(Field.known(2000), Field.known(3000)));
  }

  @Test
  void version1WritesNoLimitAsAHugeOrNegativeNumber() throws IOException {
    String group = "docker/" + ID;
    version1(group);
    write("cgroup/cpu/" + group + "/cpu.cfs_quota_us", "-1\n");
    write("cgroup/memory/" + group + "/memory.limit_in_bytes", "9223372036854771712\n");
    write("cgroup/pids/" + group + "/pids.max", "max\n");
    Sample sample = sample(container(0, ""));
    assertThat(sample.cpu().quotaNanoCores()).isEqualTo(new Field.Unlimited());
    assertThat(sample.memory().limit()).isEqualTo(new Field.Unlimited());
    assertThat(sample.pids().limit()).isEqualTo(new Field.Unlimited());
  }

  @Test
  void version2IsReadFromItsOneTree() throws IOException {
    String group = "cgroup/system.slice/docker-" + ID + ".scope/";
    write("cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
    write(
        group + "cpu.stat",
        "usage_usec 5000000\nuser_usec 1\nnr_periods 10\nnr_throttled 2\nthrottled_usec 1500\n");
    write(group + "cpu.max", "50000 100000\n");
    write(group + "memory.current", "10000000\n");
    write(group + "memory.max", "max\n");
    write(group + "memory.stat", "anon 6000000\nfile 3000000\ninactive_file 2500000\n");
    write(group + "memory.events", "low 0\nhigh 0\nmax 5\noom 1\noom_kill 2\n");
    write(group + "pids.current", "7\n");
    write(group + "pids.max", "100\n");
    write(group + "io.stat", "8:0 rbytes=4096 wbytes=10 rios=1 wios=1\n8:16 rbytes=4 wbytes=0\n");
    Sample sample = sample(container(0, ""));
    assertThat(sample.cpu())
        .isEqualTo(
            new Sample.CpuTime(
                Field.known(5_000_000_000L),
                Field.known(10),
                Field.known(2),
                Field.known(1_500_000),
                Field.known(500_000_000)));
    assertThat(sample.memory())
        .isEqualTo(
            new Sample.Memory(
                Field.known(10000000),
                Field.known(2500000),
                Field.known(6000000),
                Field.known(3000000),
                new Field.Unlimited(),
                Field.known(2)));
    assertThat(sample.block()).isEqualTo(new Sample.Traffic(Field.known(4100), Field.known(10)));
    assertThat(sample.pids()).isEqualTo(new Sample.Pids(Field.known(7), Field.known(100)));
  }

  @Test
  void version2WithoutQuotaHasNone() throws IOException {
    String group = "cgroup/docker/" + ID + "/";
    write("cgroup/cgroup.controllers", "cpu\n");
    write(group + "cpu.max", "max 100000\n");
    assertThat(sample(container(0, "")).cpu().quotaNanoCores()).isEqualTo(new Field.Unlimited());
  }

  @Test
  void aMissingFileIsUnknownAndTheRestIsRead() throws IOException {
    String group = "docker/" + ID;
    version1(group);
    Files.delete(root.resolve("cgroup/memory/" + group + "/memory.stat"));
    Sample sample = sample(container(0, ""));
    assertThat(sample.memory().workingSet()).isEqualTo(Field.unknown("memory.stat is not there"));
    assertThat(sample.memory().usage()).isEqualTo(Field.known(10000000));
    assertThat(sample.net().in()).isEqualTo(Field.unknown("the engine named no process"));
  }

  @Test
  void nonsenseFromTheKernelIsUnknown() throws IOException {
    String group = "docker/" + ID;
    version1(group);
    write("cgroup/cpuacct/" + group + "/cpuacct.usage", "\n");
    write("cgroup/cpu/" + group + "/cpu.stat", "nr_periods many\n");
    Sample sample = sample(container(0, ""));
    assertThat(sample.cpu().usageNanos()).isEqualTo(Field.unknown("the kernel wrote ''"));
    assertThat(sample.cpu().periods()).isEqualTo(Field.unknown("the kernel wrote 'many'"));
    assertThat(sample.cpu().throttledPeriods())
        .isEqualTo(Field.unknown("the kernel wrote no nr_throttled"));
  }

  @Test
  void aContainerIsFoundUnderItsParentAndAnywhereElse() throws IOException {
    version1("lab/" + ID);
    assertThat(sample(container(0, "/lab")).pids().current()).isEqualTo(Field.known(7));
    assertThat(sample(container(0, "")).pids().current()).isEqualTo(Field.known(7));
  }

  @Test
  void aContainerWithoutGroupIsNotFound() throws IOException {
    write("cgroup/memory/docker/other/memory.stat", "");
    CgroupTree tree = new CgroupTree(root.resolve("cgroup"), root.resolve("proc"));
    assertThat(tree.find(container(0, ""))).isEmpty();
  }

  @Test
  void aFileIsReadAnewEachTimeAndMayBeLongerThanOnePage() throws IOException {
    Path file = root.resolve("long");
    String text = "x".repeat(10_000);
    Files.writeString(file, text);
    KernelFile kernel = new KernelFile();
    assertThat(kernel.read(file)).isEqualTo(text);
    Files.writeString(file, "short");
    assertThat(kernel.read(file)).isEqualTo("short");
    Files.writeString(file, "");
    assertThat(kernel.read(file)).isEmpty();
  }

  @Test
  void noFileStaysOpen() throws IOException {
    version1("docker/" + ID);
    write("proc/77/net/dev", NET);
    CgroupTree tree = new CgroupTree(root.resolve("cgroup"), root.resolve("proc"));
    ContainerFiles files = tree.find(container(77, "")).orElseThrow();
    assertThat(files.sample(NOW).net().in()).isEqualTo(Field.known(2000));
    assertThat(files.controls().memoryAndSwap()).isInstanceOf(Field.Unknown.class);
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.map(CgroupFilesTest::target).filter(target -> target.startsWith(root)))
          .isEmpty();
    }
  }

  /** What a descriptor of this process stands for; sockets and pipes are no files. */
  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException closed) {
      return descriptor;
    }
  }
}
