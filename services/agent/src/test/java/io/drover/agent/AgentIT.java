package io.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.ArtefactContract;
import io.drover.testkit.artefact.Caller;
import io.drover.testkit.artefact.Caller.Answer;
import io.drover.testkit.artefact.Surroundings;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built agent, whatever it was built as. */
@QuarkusIntegrationTest
@TestProfile(AgentIT.Built.class)
class AgentIT extends ArtefactContract {

  /** The agent with what stands around it, and nothing of other tests. */
  public static final class Built implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Around.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** An engine with one task's container, whose control group is a folder. */
  public static final class Around extends Surroundings {
    /** Without a database. */
    public Around() {
      super(false);
    }

    @Override
    protected Map<String, String> prepare(SimulatedSwarm swarm, Path folder) throws IOException {
      String service = swarm.addService(ServiceSpec.named("shop_web").replicas(1));
      String task = swarm.tasks(service).getFirst();
      String container =
          swarm.addContainer(
              task,
              Map.of(
                  "com.docker.swarm.service.name",
                  "shop_web",
                  "com.docker.swarm.service.id",
                  service,
                  "com.docker.swarm.task.id",
                  task,
                  "com.docker.stack.namespace",
                  "shop"),
              "{\"Memory\":1000000000,\"MemorySwap\":1000000000,\"NanoCpus\":1000000000}");
      Path root = Files.createDirectory(folder.resolve("cgroup"));
      Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
      controlGroup(Files.createDirectories(root.resolve("docker").resolve(container)));
      return Map.of(
          "drover.agent.cgroup-root", root.toString(),
          "drover.agent.period", "100ms",
          "drover.agent.refresh", "200ms",
          "drover.agent.scrape-period", "300ms",
          "drover.agent.state", folder.resolve("state").toString(),
          "drover.agent.name-server", "127.0.0.1:1",
          "drover.agent.probes", "127.0.0.1:1");
    }

    private static void controlGroup(Path group) throws IOException {
      Map<String, String> files =
          Map.ofEntries(
              Map.entry(
                  "cpu.stat",
                  "usage_usec 5000000\nnr_periods 10\nnr_throttled 5\nthrottled_usec 700\n"),
              Map.entry("cpu.max", "100000 100000\n"),
              Map.entry("cpu.weight", "39\n"),
              Map.entry("cpuset.cpus.effective", "0-1\n"),
              Map.entry("cpuset.mems.effective", "0\n"),
              Map.entry("memory.current", "100000000\n"),
              Map.entry("memory.max", "1000000000\n"),
              Map.entry("memory.swap.max", "0\n"),
              Map.entry("memory.stat", "anon 60000000\nfile 40000000\ninactive_file 30000000\n"),
              Map.entry("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n"),
              Map.entry("pids.current", "7\n"),
              Map.entry("pids.max", "100\n"),
              Map.entry("io.stat", "8:0 rbytes=4096 wbytes=100 rios=1 wios=1\n"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(group.resolve(file.getKey()), file.getValue());
      }
    }
  }

  /** Control services give orders and ask for everything that is not the agent's own state. */
  @Override
  protected Caller caller() {
    return as(Surroundings.AGENT);
  }

  /** What the agent does is for people to ask. */
  @Override
  protected Map<String, Integer> otherStatus() {
    return Map.of("/v1/status", 403);
  }

  @Test
  void peopleAreToldHowItIs() {
    Answer status = as(Surroundings.VIEWER).get("/v1/status");
    assertThat(status.status()).as(status.body()).isEqualTo(200);
    assertThat(status.json().path("dependencies")).isNotEmpty();
  }

  private JsonNode task() {
    JsonNode task = caller().get("/v1/stats?window=1s").json().path("tasks").path(0);
    if (task.isMissingNode()) {
      throw new IllegalStateException("not sampled yet");
    }
    return task;
  }

  @Test
  void whatTheKernelTellsIsServed() {
    Eventually.holds("the task is sampled", () -> task().at("/pids/current").asInt() == 7);
    assertThat(task().path("service").asText()).isEqualTo("shop_web");
    assertThat(task().at("/memory/workingSet").asLong()).isEqualTo(70_000_000);
    assertThat(task().at("/memory/limit").asLong()).isEqualTo(1_000_000_000);
    assertThat(caller().get("/metrics").body())
        .contains("container_memory_working_set_bytes{id=\"/docker/")
        .contains("container_label_com_docker_swarm_service_name=\"shop_web\"")
        .contains("} 5.000000000\n");
  }

  @Test
  void theNodeIsDescribed() {
    JsonNode node = caller().get("/v1/node").json();
    assertThat(node.path("cores").asInt()).isPositive();
    assertThat(node.at("/memory/total").asLong()).isPositive();
    assertThat(node.path("settings").path("kernel.pid_max").asInt()).isGreaterThan(300);
  }

  @Test
  void limitsOfATaskAreChangedOnce() {
    Eventually.holds("the task is sampled", () -> task().at("/memory/workingSet").asLong() > 0);
    String limits = "/v1/tasks/%s/limits".formatted(task().path("taskId").asText());
    Answer answer = caller().post(limits, "{\"nanoCpus\": 2000000000}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertProblem(409, caller().post(limits, "{\"memoryBytes\": 1000}"));
    assertProblem(400, caller().post(limits, "{\"memoryBytes\": \"1G\"}"));
    assertProblem(403, as(Surroundings.OPERATOR).post(limits, "{\"nanoCpus\": 1000}"));
  }

  @Test
  void ordersAreRead() {
    String tuning =
        """
        {"services": [{"id": "s9", "name": "shop_db", "labels": {"drover.node.cpuset": "exclusive:1"}}]}
        """;
    assertThat(caller().post("/v1/tuning", tuning).status()).isEqualTo(200);
    assertThat(caller().get("/v1/tuning").json().at("/services/0/id").asText()).isEqualTo("s9");
    assertThat(caller().post("/v1/tuning", "{\"services\": []}").status()).isEqualTo(200);
    Answer probed =
        caller().post("/v1/probe", "{\"checks\": [\"tcp://127.0.0.1:1\"], \"timeout\": \"2s\"}");
    assertThat(probed.json().at("/results/0/sight").asText()).isEqualTo("DOWN");
    Answer names = caller().post("/v1/names", "{\"names\": [\"tasks.web\"]}");
    assertThat(names.json().at("/names/tasks.web/unknown").asText()).isNotEmpty();
    assertProblem(400, caller().post("/v1/scrape", "{\"tasks\": 7}"));
  }
}
