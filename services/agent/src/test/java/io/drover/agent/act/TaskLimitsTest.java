package io.drover.agent.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.Container;
import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import io.drover.agent.record.Samples;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.engine.DockerEngine;
import io.drover.runtime.time.Moment;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders about running containers, carried out on a simulated engine. */
class TaskLimitsTest {
  private static final Field NONE = Field.unknown("not in this test");
  private static final Map<String, String> LABELS = Map.of("com.docker.swarm.task.id", "t1");

  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final Samples samples = new Samples();
  private final TaskLimits limits = new TaskLimits(engine, samples);

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
  }

  /** A container that uses half a core and 300 MiB, 100 of which can be dropped at once. */
  private String container(String hostConfig) {
    String id = swarm.addContainer("t1", LABELS, hostConfig);
    measure(id, Field.known(300L << 20));
    return id;
  }

  private void measure(String id, Field memory) {
    Container container = new Container(id, "web.1", "web:1", 1, "", Instant.EPOCH, LABELS);
    for (int second = 0; second < 3; second++) {
      samples.add(
          container,
          new Sample(
              new Moment(second * 1_000_000_000L, Instant.EPOCH.plusSeconds(second)),
              new Sample.CpuTime(Field.known(second * 500_000_000L), NONE, NONE, NONE, NONE),
              new Sample.Memory(memory, Field.known(100L << 20), NONE, NONE, NONE, NONE),
              new Sample.Pids(NONE, NONE),
              new Sample.Traffic(NONE, NONE),
              new Sample.Traffic(NONE, NONE)));
    }
  }

  private static Resources memory(long mebibytes) {
    return Resources.NONE.withMemory(Bytes.ofMebibytes(mebibytes));
  }

  private static Resources cpu(long millicores) {
    return Resources.NONE.withCpu(Cpu.ofMillicores(millicores));
  }

  @Test
  void bothAreChangedAndTheRestStays() {
    String id =
        container(
            "{\"Memory\":1073741824,\"MemorySwap\":2147483648,\"NanoCpus\":2000000000,\"PidsLimit\":77}");
    assertThat(limits.set("t1", memory(2048).withCpu(Cpu.ofMillicores(750))))
        .isInstanceOf(Outcome.Applied.class);
    // There is still 1 GiB to swap.
    assertThat(swarm.hostConfig(id))
        .isEqualTo(
            "{\"Memory\":2147483648,\"MemorySwap\":3221225472,\"NanoCpus\":750000000,\"PidsLimit\":77}");
  }

  @Test
  void processesMayBeLimitedToFewerThanThereAre() {
    String id = container("{\"Memory\":1073741824,\"PidsLimit\":0}");
    assertThat(limits.set("t1", Resources.NONE.withPids(50))).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.hostConfig(id)).isEqualTo("{\"Memory\":1073741824,\"PidsLimit\":50}");
  }

  @Test
  void whatMayBeSwappedWithoutEndStaysSo() {
    String id = container("{\"Memory\":1073741824,\"MemorySwap\":-1}");
    assertThat(limits.set("t1", memory(512))).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.hostConfig(id)).isEqualTo("{\"Memory\":536870912,\"MemorySwap\":-1}");
  }

  @Test
  void aQuotaStaysAQuota() {
    String id = container("{\"CpuPeriod\":50000,\"CpuQuota\":100000}");
    assertThat(limits.set("t1", cpu(750))).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.hostConfig(id)).isEqualTo("{\"CpuPeriod\":50000,\"CpuQuota\":37500}");
  }

  @Test
  void nothingIsMadeLessThanIsUsedNow() {
    String before = "{\"Memory\":1073741824,\"MemorySwap\":-1,\"NanoCpus\":2000000000}";
    String id = container(before);
    assertThat(limits.set("t1", memory(199)))
        .isEqualTo(
            new Outcome.Failed(
                Outcome.Kind.REJECTED, "its memory is not limited to 199Mi: it uses 200Mi"));
    assertThat(limits.set("t1", cpu(499).withMemory(Bytes.ofMebibytes(512))))
        .isEqualTo(
            new Outcome.Failed(
                Outcome.Kind.REJECTED, "its cpu is not limited to 499m: it uses 500m"));
    assertThat(swarm.hostConfig(id)).isEqualTo(before);
    assertThat(limits.set("t1", cpu(500).withMemory(Bytes.ofMebibytes(200))))
        .isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void whatIsNotKnownIsNotMadeLess() {
    String id = swarm.addContainer("t1", LABELS, "{\"Memory\":1073741824,\"MemorySwap\":-1}");
    measure(id, NONE);
    assertThat(limits.set("t1", memory(2048)))
        .isEqualTo(
            new Outcome.Failed(
                Outcome.Kind.REJECTED, "its use of memory is not known: not in this test"));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(limits.set("t1", memory(512)).code()).isEqualTo("not_found");
    measure("gone", Field.known(1));
    assertThat(limits.set("t1", memory(512)).code()).isEqualTo("not_found");
  }

  @Test
  void anEngineThatRefusesOrIsAwayIsSaid() {
    container("{\"Memory\":1073741824,\"MemorySwap\":-1}");
    swarm.manager().faults().failNext(1, "POST /containers", 409, "no such cgroup");
    assertThat(limits.set("t1", memory(512))).isEqualTo(new Outcome.Conflict("no such cgroup"));
    swarm.manager().goAway();
    assertThat(limits.set("t1", memory(512)).code()).isEqualTo("unavailable");
  }
}
