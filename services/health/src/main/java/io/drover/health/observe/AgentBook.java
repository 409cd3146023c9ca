package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.health.decide.alert.CpuAverages;
import io.drover.health.decide.state.AgentFacts;
import io.drover.runtime.agents.AgentCalls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks the agents how full their nodes are, what tasks use, and which were killed. */
final class AgentBook {
  private final AgentCalls calls;
  private final Supplier<Instant> clock;

  AgentBook(AgentCalls calls, Supplier<Instant> clock) {
    this.calls = calls;
    this.clock = clock;
  }

  /**
   * What the agents said.
   *
   * @param nodes by node id
   * @param tasks what tasks use, by task id
   * @param outOfMemory tasks that were killed for want of memory
   * @param hosts where those that answered were asked
   * @param missing what did not answer, in words
   */
  record Report(
      Map<String, AgentFacts> nodes,
      Map<String, Use> tasks,
      Set<String> outOfMemory,
      Set<String> hosts,
      List<String> missing) {}

  /**
   * What a task uses of what it may.
   *
   * @param serviceId its service
   * @param service its service's name
   * @param container its container's name
   * @param node its node's name
   * @param cpu share of its CPU limit over the last moments
   * @param memory share of its memory limit
   */
  record Use(
      String serviceId,
      String service,
      String container,
      String node,
      Reading<Double> cpu,
      Reading<Double> memory) {}

  private record Stats(Map<String, Use> tasks, Set<String> killed) {}

  Report ask() {
    AgentCalls.Answers<AgentFacts> pressure =
        calls.askAll("/v1/pressure", (agent, json) -> node(json, clock.get()));
    AgentCalls.Answers<Stats> stats =
        calls.askAll(
            "/v1/stats?window=" + CpuAverages.SAMPLE.toSeconds() + "s",
            (agent, json) -> stats(json, clock.get()));
    Map<String, AgentFacts> nodes = new HashMap<>();
    pressure.byAgent().values().forEach(facts -> nodes.put(facts.nodeId(), facts));
    nodes.remove("");
    Map<String, Use> tasks = new HashMap<>();
    Set<String> killed = new HashSet<>();
    stats
        .byAgent()
        .values()
        .forEach(
            one -> {
              tasks.putAll(one.tasks());
              killed.addAll(one.killed());
            });
    Set<String> hosts =
        pressure.byAgent().keySet().stream().map(URI::getHost).collect(Collectors.toSet());
    return new Report(nodes, tasks, killed, hosts, pressure.failures());
  }

  private static AgentFacts node(JsonNode json, Instant received) {
    List<AgentFacts.Disk> disks = new ArrayList<>();
    for (JsonNode disk : json.path("disks")) {
      if (fill(disk.path("total"), disk.path("available"), received)
          instanceof Reading.Known<AgentFacts.Fill>(AgentFacts.Fill fill, Instant at)) {
        disks.add(new AgentFacts.Disk(disk.path("path").asText(), fill));
      }
    }
    JsonNode current = json.path("processes").path("current");
    JsonNode limit = json.path("processes").path("limit");
    return new AgentFacts(
        json.path("node").path("id").asText(),
        Duration.between(received, Instant.parse(json.path("at").asText())),
        fill(json.path("memory").path("total"), json.path("memory").path("available"), received),
        current.isIntegralNumber() && limit.asLong() > 0
            ? Reading.known(new AgentFacts.Fill(current.asLong(), limit.asLong()), received)
            : Reading.unknown("the agent does not know"),
        disks);
  }

  private static Reading<AgentFacts.Fill> fill(JsonNode total, JsonNode available, Instant at) {
    return total.asLong() > 0 && available.isIntegralNumber()
        ? Reading.known(
            new AgentFacts.Fill(total.asLong() - available.asLong(), total.asLong()), at)
        : Reading.unknown("the agent does not know");
  }

  private static Stats stats(JsonNode json, Instant received) {
    String node = json.path("node").path("hostname").asText();
    Map<String, Use> tasks = new HashMap<>();
    for (JsonNode task : json.path("tasks")) {
      String id = task.path("taskId").asText("");
      if (!id.isEmpty()) {
        tasks.put(
            id,
            new Use(
                task.path("serviceId").asText(),
                task.path("service").asText(),
                task.path("name").asText(),
                node,
                share(task.path("cpu"), "nanoCores", "quotaNanoCores", received),
                share(task.path("memory"), "workingSet", "limit", received)));
      }
    }
    Set<String> killed = new HashSet<>();
    json.path("oomKilled").forEach(one -> killed.add(one.path("taskId").asText()));
    return new Stats(tasks, killed);
  }

  private static Reading<Double> share(JsonNode json, String used, String limit, Instant at) {
    return json.path(used).isIntegralNumber() && json.path(limit).asLong() > 0
        ? Reading.known((double) json.path(used).asLong() / json.path(limit).asLong(), at)
        : Reading.unknown("no limit, or not measured");
  }
}
