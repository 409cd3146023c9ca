package io.drover.health.route.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.TaskState;
import io.drover.engine.RawJson;
import io.drover.health.route.decide.CheckRules;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Standing;
import io.drover.health.route.decide.TaskAddress;
import io.drover.runtime.pause.PauseState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a round makes of the Engine API's objects, as Docker 20.10 writes them. */
class RouteObserverTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static final String NODE =
      """
      {"ID":"n1","Version":{"Index":9},"Spec":{"Role":"manager","Availability":"active"},
       "Description":{"Hostname":"node1"},"Status":{"State":"%s","Addr":"192.168.1.9"}}""";

  private static String service(String id, String labels) {
    return """
        {"ID":"%s","Version":{"Index":7},"Spec":{"Name":"%s-name","Labels":{%s},
         "Mode":{"Replicated":{"Replicas":2}},"TaskTemplate":{}}}"""
        .formatted(id, id, labels);
  }

  private static String task(String id, String service, String state, String desired) {
    return """
        {"ID":"%s","ServiceID":"%s","NodeID":"n1","DesiredState":"%s",
         "Status":{"Timestamp":"2026-01-01T11:59:00Z","State":"%s",
          "PortStatus":{"Ports":[{"TargetPort":9090,"PublishedPort":30090,"PublishMode":"host"}]}},
         "NetworksAttachments":[
          {"Network":{"ID":"i","Spec":{"Name":"ingress","Ingress":true}},"Addresses":["10.0.0.9/24"]},
          {"Network":{"ID":"f","Spec":{"Name":"front"}},"Addresses":["10.0.1.5/24"]}]}"""
        .formatted(id, service, desired, state);
  }

  private final List<String> asked = new ArrayList<>();

  private RouteRound observe(String nodeState, List<String> services, List<String> tasks) {
    return observe(nodeState, services, tasks, List.of());
  }

  private RouteRound observe(
      String nodeState, List<String> services, List<String> tasks, List<RouteChecks> checks) {
    Map<String, List<String>> lists =
        Map.of("/services", services, "/nodes", List.of(NODE.formatted(nodeState)));
    Swarm swarm =
        new Swarm(
            path -> {
              asked.add(path);
              return lists.getOrDefault(path, tasks).stream().map(RawJson::of).toList();
            },
            Duration.ofSeconds(1));
    return new RouteObserver(swarm, new TaskReader(new TaskAddress(List.of())), checks)
        .observe(NOW, new PauseState.Running(), true);
  }

  private static final String WEB =
      "\"drover.route.backend\":\"web\",\"drover.route.port\":\"8080\"";

  @Test
  void tasksComeWithTheirAddressAndNode() {
    RouteRound round =
        observe(
            "ready",
            List.of(service("web", WEB)),
            List.of(task("t1", "web", "running", "running")));
    assertThat(round.services())
        .singleElement()
        .extracting(RoutedService::standings)
        .satisfies(
            standings -> {
              RouteTask task = standings.getFirst().task();
              assertThat(task.node()).isEqualTo("node1");
              assertThat(task.state()).isEqualTo(TaskState.RUNNING);
              assertThat(task.since()).isEqualTo(Instant.parse("2026-01-01T11:59:00Z"));
              assertThat(task.endpoint().map(Endpoint::toString))
                  .hasToString("Known[value=10.0.1.5:8080, at=2026-01-01T12:00:00Z]");
              assertThat(task.health()).isEqualTo(new Health.Unchecked());
              assertThat(standings.getFirst().place()).isEqualTo(Standing.Place.IN);
            });
  }

  @Test
  void aPortOnTheNodeIsReachedThere() {
    RouteRound round =
        observe(
            "ready",
            List.of(
                service("web", "\"drover.route.backend\":\"web\",\"drover.route.port\":\"9090\"")),
            List.of(task("t1", "web", "running", "running")));
    assertThat(round.services().getFirst().standings().getFirst().task().endpoint().toString())
        .contains("192.168.1.9:30090");
  }

  @Test
  void afterAnElectionNodesAreUnknownAndNobodyGoes() {
    List<String> services = List.of(service("web", WEB));
    List<String> tasks = List.of(task("t1", "web", "running", "running"));
    assertThat(observe("unknown", services, tasks).services().getFirst().standings())
        .extracting(Standing::place)
        .containsExactly(Standing.Place.IN);
    assertThat(observe("down", services, tasks).services().getFirst().standings())
        .extracting(standing -> standing.why().code())
        .containsExactly("NodeDown");
  }

  @Test
  void aServiceWithWrongLabelsKeepsItsMembersAndIsReported() {
    RouteRound round =
        observe(
            "ready",
            List.of(service("web", WEB + ",\"drover.route.wieght\":\"5\"")),
            List.of(task("t1", "web", "running", "running")));
    assertThat(round.services()).isEmpty();
    assertThat(round.leftAlone()).containsExactly(new Endpoint("10.0.1.5", 8080));
    assertThat(round.problems())
        .singleElement()
        .asString()
        .contains("web-name")
        .contains("drover.route.wieght")
        .contains("stay as they are");
  }

  @Test
  void aTaskIsCheckedOnceItRunsAndNotBefore() {
    CheckRules rules =
        new CheckRules(2, 3, Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(1));
    // No turns: what is to be checked is all that matters here.
    try (RouteChecks checks = new RouteChecks(rules, 0, () -> {})) {
      List<String> services = List.of(service("web", WEB));
      List<String> starting = List.of(task("t1", "web", "starting", "running"));
      observe("ready", services, starting, List.of(checks));
      assertThat(checks.size()).isZero();
      List<String> running = List.of(task("t1", "web", "running", "running"));
      observe("ready", services, running, List.of(checks));
      assertThat(checks.size()).isOne();
    }
  }

  @Test
  void onlyTasksOfServicesThatMatterAreAskedFor() {
    observe("ready", List.of(service("web", WEB), service("other", "")), List.of());
    assertThat(asked)
        .containsExactly(
            "/services", "/nodes", "/tasks?filters=%7B%22service%22%3A%5B%22web%22%5D%7D");
  }

  @Test
  void withoutARouteNoTaskIsAskedFor() {
    observe("ready", List.of(service("other", "")), List.of());
    assertThat(asked).containsExactly("/services", "/nodes");
  }
}
