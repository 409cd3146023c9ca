package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Reading;
import io.drover.scaling.observe.PrometheusAccess.Credentials;
import io.drover.scaling.observe.PrometheusAccess.Trust;
import io.drover.testkit.Eventually;
import io.drover.testkit.prometheus.PrometheusServer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
