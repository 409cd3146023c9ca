package io.drover.scaling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.scaling.observe.PrometheusAccess;
import io.drover.scaling.observe.PrometheusAccess.Credentials;
import io.drover.scaling.observe.PrometheusAccess.Trust;
import io.drover.scaling.observe.PrometheusMetrics;
import io.drover.scaling.record.StatusSeries;
import io.drover.testkit.Eventually;
import io.drover.testkit.prometheus.PrometheusServer;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names on the wire, from the running service on a simulated Swarm. */
@QuarkusTest
@QuarkusTestResource(value = SimulatedSwarmResource.class, restrictToAnnotatedClass = true)
class StatusMetricsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("drover.root", ""), "src", "site", "metrics.md");
  private static final Pattern OURS =
      Pattern.compile("^((?:drover|kube|hpa)_[a-z_]+)[{ ]", Pattern.MULTILINE);
  private static final String APP = "{namespace=\"shop\",deployment=\"app\",hpa=\"app\",}";
  private static final String AT_MAXIMUM =
      "kube_deployment_status_replicas == kube_deployment_spec_replicas"
          + " and kube_deployment_spec_replicas == kube_hpa_spec_max_replicas";

  SimulatedSwarm swarm;
  private String app;

  @BeforeEach
  void belowItsMinimum() {
    app =
        swarm.addService(
            ServiceSpec.named("shop_app")
                .label("drover.scale.min", "2")
                .label("drover.scale.max", "2")
                .label("drover.scale.cpu", "70%"));
  }

  @AfterEach
  void remove() {
    swarm.manager().comeBack();
    swarm.removeService(app);
    // The next test's service has the same name: what is told of this one must not be taken for it.
    Eventually.holds("its series are gone", () -> !page().contains("shop"));
  }

  private static String page() {
    return given()
        .header("Authorization", "Bearer " + SimulatedSwarmResource.TOKEN)
        .accept("text/plain")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static void awaitLine(String line) {
    Eventually.holds(line, () -> page().lines().anyMatch(line::equals));
  }

  private static Set<String> names(String page) {
    return OURS.matcher(page)
        .results()
        .map(found -> found.group(1).replaceAll("_(count|sum|max)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theNamesOfTheReferenceDocumentAreOnTheWire() {
    awaitLine("hpa_scaling_events_total" + APP + " 1.0");
    awaitLine("kube_deployment_spec_replicas" + APP + " 2.0");
    awaitLine("kube_deployment_status_replicas" + APP + " 2.0");
    awaitLine("kube_hpa_spec_max_replicas" + APP + " 2.0");
    awaitLine("drover_scaling_leader 1.0");
    assertThat(page()).contains("# TYPE hpa_scaling_events_total counter");
    assertThat(swarm.replicas(app)).isEqualTo(2);
  }

  @Test
  void everyNameHasAHelpTextAndIsInTheDocumentation() throws IOException {
    String documented = Files.readString(PAGE);
    awaitLine(
        "drover_scaling_metric_unknown{service=\"shop_app\",metric=\"cpu\",kind=\"utilization\",} 1.0");
    String page = page();
    assertThat(names(page))
        .contains("drover_decisions_total", "drover_actions_total", "drover_observe_seconds")
        .contains("drover_scaling_reason", "drover_journal_spooled", "drover_journal_lost_total")
        .allSatisfy(
            name -> {
              assertThat(page).containsPattern("(?m)^# HELP " + name + " \\S");
              assertThat(documented).contains("`" + name + "`");
            });
    for (StatusSeries series : StatusSeries.values()) {
      assertThat(documented).contains("| `" + series.wireName() + "` | ");
    }
  }

  @Test
  void aServiceThatGoesAwayTakesItsSeriesWithIt() {
    awaitLine("kube_deployment_spec_replicas" + APP + " 2.0");
    swarm.removeService(app);
    Eventually.holds("its series are gone", () -> !page().contains("shop"));
  }

  @Test
  void anInstanceThatMayNotActExportsNothingAboutServices() {
    awaitLine("kube_deployment_spec_replicas" + APP + " 2.0");
    swarm.manager().goAway();
    awaitLine("drover_scaling_leader 0.0");
    assertThat(page()).doesNotContain("kube_").doesNotContain("shop");
  }

  @Test
  void theDocumentsAlertAndPanelWorkWordForWord(@TempDir Path folder) {
    String job =
        """
        - job_name: drover-scaling
          metrics_path: /q/metrics
          authorization: {credentials: %s}
          static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(SimulatedSwarmResource.TOKEN, RestAssured.port);
    try (PrometheusServer server = PrometheusServer.start(folder, List.of(), job)) {
      PrometheusMetrics metrics =
          new PrometheusMetrics(
              new PrometheusAccess(
                  server.url(), new Credentials.Nobody(), new Trust.Usual(), Duration.ofMinutes(1)),
              Duration.ofSeconds(1));
      Eventually.holds(
          "the alert fires",
          () ->
              metrics.ask(Set.of(AT_MAXIMUM)).get(AT_MAXIMUM)
                      instanceof Reading.Known<List<Long>>(var values, var at)
                  && values.equals(List.of(2000L)));
      String panel = "increase(hpa_scaling_events_total[1h])";
      Eventually.holds(
          "the panel has a row", () -> metrics.ask(Set.of(panel)).get(panel).isKnown());
      assertThat(metrics.ask(Set.of(panel)).get(panel).isKnown()).isTrue();
    }
  }
}
