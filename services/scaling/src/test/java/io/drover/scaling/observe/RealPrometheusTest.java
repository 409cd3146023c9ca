package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.scaling.Views;
import io.drover.scaling.observe.PrometheusAccess.Credentials;
import io.drover.scaling.observe.PrometheusAccess.Trust;
import io.drover.testkit.Eventually;
import io.drover.testkit.prometheus.PrometheusServer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** A real Prometheus with the rules that we ship. */
@QuarkusTest
class RealPrometheusTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("drover.root", ""), "swarm", "prometheus");

  private static Reading<List<Long>> ask(PrometheusMetrics metrics, String query) {
    return metrics.ask(Set.of(query)).get(query);
  }

  @Test
  void theShippedRulesAreRightByPrometheusOwnTool() {
    assertThat(PrometheusServer.promtool(SHIPPED, "check", "rules", "medianest.rules.yml"))
        .contains("SUCCESS: 3 rules found");
    assertThat(PrometheusServer.promtool(SHIPPED, "test", "rules", "medianest.rules.test.yml"))
        .contains("SUCCESS");
    assertThat(PrometheusServer.promtool(SHIPPED, "check", "rules", "compute.rules.yml"))
        .contains("SUCCESS: 3 rules found");
    assertThat(PrometheusServer.promtool(SHIPPED, "test", "rules", "compute.rules.test.yml"))
        .contains("SUCCESS");
    assertThat(
            PrometheusServer.promtool(
                SHIPPED, "check", "config", "--syntax-only", "prometheus.yml"))
        .contains("SUCCESS");
  }

  @Test
  void theShippedRulesCanBeScaledOn(@TempDir Path folder) throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          int done = requests.addAndGet(100);
          byte[] page =
              """
              # TYPE redis_list_length gauge
              redis_list_length{list="jobs"} 42
              # TYPE http_requests_total counter
              http_requests_total{status="200"} %1$d
              # TYPE http_request_duration_seconds histogram
              http_request_duration_seconds_bucket{le="0.1"} %1$d
              http_request_duration_seconds_bucket{le="+Inf"} %1$d
              """
                  .formatted(done)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    target.start();
    String at = "127.0.0.1:" + target.getAddress().getPort();
    String jobs =
        """
        - {job_name: redis, static_configs: [{targets: ["%1$s"]}]}
        - {job_name: medianest-app, static_configs: [{targets: ["%1$s"]}]}
        """
            .formatted(at);
    try (PrometheusServer server =
        PrometheusServer.start(folder, List.of(SHIPPED.resolve("medianest.rules.yml")), jobs)) {
      PrometheusMetrics metrics =
          new PrometheusMetrics(
              new PrometheusAccess(
                  server.url(), new Credentials.Nobody(), new Trust.Usual(), Duration.ofMinutes(1)),
              Duration.ofSeconds(1));
      Eventually.holds("the queue is known", () -> ask(metrics, "medianest:queue_depth").isKnown());
      assertThat(ask(metrics, "medianest:queue_depth"))
          .isInstanceOfSatisfying(
              Reading.Known.class, known -> assertThat(known.value()).isEqualTo(List.of(42_000L)));
      Eventually.holds("there is a rate", () -> ask(metrics, "medianest:error_rate").isKnown());
      assertThat(ask(metrics, "medianest:error_rate"))
          .isInstanceOfSatisfying(
              Reading.Known.class, known -> assertThat(known.value()).isEqualTo(List.of(0L)));
      assertThat(ask(metrics, "medianest:response_time_p95").isKnown()).isTrue();
      assertThat(ask(metrics, "no_such_metric"))
          .isEqualTo(Reading.unknown("Prometheus has no series for the query"));
      assertThat(ask(metrics, "sum("))
          .isInstanceOfSatisfying(
              Reading.Unknown.class,
              unknown -> assertThat(unknown.reason()).startsWith("Prometheus refuses the query"));
      assertThat(ask(metrics, "up[5m]"))
          .isEqualTo(
              Reading.unknown("the query gives a range or a text; expected an instant vector"));
    } finally {
      target.stop(0);
    }
  }

  private static HttpServer telling(String address, AtomicInteger requests) throws IOException {
    HttpServer task =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
    task.createContext(
        "/metrics",
        exchange -> {
          byte[] page =
              "jobs{queue=\"a\"} 40\njobs{queue=\"b\"} 2\nrequests_total %d\n"
                  .formatted(requests.addAndGet(100))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    task.start();
    return task;
  }

  private static TaskView at(String address) {
    TaskView task = Views.task(address, TaskState.RUNNING, TaskState.RUNNING, 60);
    return new TaskView(
        task.id(),
        task.serviceId(),
        task.slot(),
        task.nodeId(),
        task.containerId(),
        task.state(),
        task.desiredState(),
        task.stateSince(),
        task.createdAt(),
        task.message(),
        List.of(address));
  }

  /** The relabelling of the configuration that is shipped, and what DNS would have said. */
  @Test
  void aMetricNeedsNoQueryWithTheShippedConfiguration(@TempDir Path folder) throws IOException {
    Map<String, Object> shipped =
        new Yaml().load(Files.readString(SHIPPED.resolve("prometheus.yml")));
    JsonNode configs = new ObjectMapper().valueToTree(shipped.get("scrape_configs"));
    JsonNode relabelling =
        StreamSupport.stream(configs.spliterator(), false)
            .filter(config -> config.path("job_name").asText().equals("medianest-app"))
            .findFirst()
            .orElseThrow()
            .path("relabel_configs");
    assertThat(relabelling).isNotEmpty();
    HttpServer one = telling("127.0.0.1", new AtomicInteger());
    HttpServer two = telling("127.0.0.2", new AtomicInteger());
    String jobs =
        """
        - job_name: app
          static_configs:
            - targets: ["127.0.0.1:%d", "127.0.0.2:%d"]
              labels: {__meta_dns_name: tasks.shop_web}
          relabel_configs: %s
        """
            .formatted(one.getAddress().getPort(), two.getAddress().getPort(), relabelling);
    try (PrometheusServer server = PrometheusServer.start(folder, List.of(), jobs)) {
      PrometheusMetrics metrics =
          new PrometheusMetrics(
              new PrometheusAccess(
                  server.url(), new Credentials.Nobody(), new Trust.Usual(), Duration.ofMinutes(1)),
              Duration.ofSeconds(1));
      DefaultQueries queries = metrics.defaults().orElseThrow();
      String jobsByTask = queries.of("jobs", "shop_web", true).orElseThrow();
      List<TaskSeries> series =
          Eventually.gives(
              "both tasks are known",
              () ->
                  metrics.askByTask(Set.of(jobsByTask)).get(jobsByTask)
                              instanceof Reading.Known<List<TaskSeries>>(var all, var at)
                          && all.size() == 2
                      ? Optional.of(all)
                      : Optional.empty());
      assertThat(series).extracting(TaskSeries::milli).containsExactly(42_000L, 42_000L);
      for (String address : List.of("127.0.0.1", "127.0.0.2")) {
        assertThat(series).filteredOn(known -> known.isOf(at(address))).hasSize(1);
      }
      String total = queries.of("jobs", "shop_web", false).orElseThrow();
      assertThat(ask(metrics, total))
          .isInstanceOfSatisfying(
              Reading.Known.class, known -> assertThat(known.value()).isEqualTo(List.of(84_000L)));
      String rate = queries.of("requests_total", "shop_web", true).orElseThrow();
      Eventually.holds("there are rates", () -> rates(metrics, rate).size() == 2);
      // A hundred with each scrape, one scrape a second: as much once the window has filled.
      assertThat(rates(metrics, rate)).allMatch(milli -> milli > 0 && milli <= 110_000);
      String other = queries.of("jobs", "shop_other", true).orElseThrow();
      assertThat(ask(metrics, other))
          .isEqualTo(Reading.unknown("Prometheus has no series for the query"));
    } finally {
      one.stop(0);
      two.stop(0);
    }
  }

  private static List<Long> rates(PrometheusMetrics metrics, String query) {
    return metrics.askByTask(Set.of(query)).get(query)
            instanceof Reading.Known<List<TaskSeries>>(var all, var at)
        ? all.stream().map(TaskSeries::milli).toList()
        : List.of();
  }
}
