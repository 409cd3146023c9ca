package io.drover.placement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.placement.decide.plan.AddedNode;
import io.drover.placement.decide.plan.FewestNodes;
import io.drover.placement.decide.plan.Planner;
import io.drover.runtime.http.RequestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The shipped example, the reference document's tiers on its three servers: what {@code
 * src/site/placement-plan.md} says of it is so.
 */
class PlanExampleTest {
  private static final Path EXAMPLE = Path.of("../../src/site/examples/plan.json");

  private static ObjectNode example() throws IOException {
    return (ObjectNode) RequestJson.MAPPER.readTree(Files.readAllBytes(EXAMPLE));
  }

  private static JsonNode answer(JsonNode document) {
    List<String> problems = new ArrayList<>();
    PlanRequest request = PlanRequest.read(document, problems);
    assertThat(problems).isEmpty();
    PlanAnswer answer =
        PlanAnswer.of(
            Planner.plan(request.input()), Planner.losses(request.input()), request.without());
    request.addNode().forEach(like -> answer.with(AddedNode.search(request.input(), like)));
    if (request.fewestNodes()) {
      answer.with(FewestNodes.of(request.input()));
    }
    return RequestJson.parse(answer.toString());
  }

  private static ObjectNode service(ObjectNode document, String name) {
    for (JsonNode service : document.path("services")) {
      if (service.path("name").asText().equals(name)) {
        return (ObjectNode) service;
      }
    }
    throw new AssertionError("no service " + name);
  }

  @Test
  void theAnswerIsThisOne() throws IOException {
    JsonNode expected;
    try (var file = PlanExampleTest.class.getResourceAsStream("/plan-answer.json")) {
      expected = RequestJson.MAPPER.readTree(file);
    }
    assertThat(answer(example()).toPrettyString()).isEqualTo(expected.toPrettyString());
  }

  @Test
  void itFitsAndTheTotalsAreTheDocumentsSums() throws IOException {
    JsonNode answer = answer(example());
    assertThat(answer.path("fits").asBoolean()).isTrue();
    assertThat(answer.at("/totals/reservations").toString())
        .isEqualTo(
            "{\"cpu\":\"19500m\",\"memory\":\"50688Mi\",\"iops\":7500,\"bandwidth\":\"15Gbps\"}");
    assertThat(answer.at("/totals/limits/cpu").asText()).isEqualTo("36");
    assertThat(answer.at("/totals/limits/memory").asText()).isEqualTo("87Gi");
  }

  @Test
  void withoutServer1OneOfThePairOfLoadBalancersHasNoPlace() throws IOException {
    JsonNode answer = answer(example());
    assertThat(answer.path("survivesLossOf").toString())
        .isEqualTo("{\"server1\":false,\"server2\":false,\"server3\":true}");
    assertThat(answer.at("/homelessAfterLossOf/server1").toString())
        .isEqualTo(
            "[{\"service\":\"nginx_lb\",\"count\":1,\"reason\":\"max 1 task per node on 1 node,"
                + " insufficient bandwidth on 1 node\"}]");
  }

  @Test
  void aFasterNetworkOfServer3MakesItSurvive() throws IOException {
    ObjectNode document = example();
    ((ObjectNode) document.at("/nodes/2")).put("bandwidth", "10Gbps");
    assertThat(answer(document).path("survivesLossOf").toString())
        .isEqualTo("{\"server1\":true,\"server2\":true,\"server3\":true}");
  }

  @Test
  void aPairThatMayShareANodeSurvivesToo() throws IOException {
    ObjectNode document = example();
    service(document, "nginx_lb").remove("maxPerNode");
    assertThat(answer(document).path("survivesLossOf").toString())
        .isEqualTo("{\"server1\":true,\"server2\":true,\"server3\":true}");
  }

  @Test
  void clustersOfThreeOnThreeServersSurviveTheLossOfNone() throws IOException {
    ObjectNode document = example();
    service(document, "redis_cluster").put("maxPerNode", 1);
    service(document, "elasticsearch").put("maxPerNode", 1);
    JsonNode answer = answer(document);
    assertThat(answer.path("fits").asBoolean()).isTrue();
    assertThat(answer.path("survivesLossOf").toString())
        .isEqualTo("{\"server1\":false,\"server2\":false,\"server3\":false}");
  }

  @Test
  void theSmallestNodeThatHelpsWithoutServer1() throws IOException {
    ObjectNode document = example();
    document.putArray("without").add("server1");
    document.putObject("addNode");
    assertThat(answer(document).path("addNode").toString())
        .isEqualTo(
            "{\"needed\":true,\"helps\":true,\"smallest\":{\"cpu\":\"1\",\"memory\":\"3Gi\","
                + "\"iops\":1000,\"bandwidth\":\"2500Mbps\"}}");
  }
}
