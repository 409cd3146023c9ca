package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Reading;
import io.drover.scaling.observe.PrometheusAccess.Credentials;
import io.drover.scaling.observe.PrometheusAccess.Trust;
import io.drover.testkit.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Prometheus that answers, refuses, fails, hangs and recovers. Its guard needs Quarkus. */
@QuarkusTest
class PrometheusMetricsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String ONE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1767268800,\"%s\"]}}";

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final java.util.concurrent.ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = ONE.formatted("42");
  private volatile boolean hangs;
  private volatile String authorization = "";
  private volatile String query = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/prom/api/v1/query",
        exchange -> {
          asked.incrementAndGet();
          String given = exchange.getRequestHeaders().getFirst("Authorization");
          authorization = given == null ? "" : given;
          query =
              URLDecoder.decode(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  StandardCharsets.UTF_8);
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          try {
            if (hangs) {
              // Headers alone: a timeout must cover the body too.
              end.await();
            }
            exchange.getResponseBody().write(bytes);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private PrometheusMetrics metrics(Credentials credentials, Duration timeout, Duration rest) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prom");
    return new PrometheusMetrics(
        new PrometheusAccess(url, credentials, new Trust.Usual(), timeout), rest);
  }

  private PrometheusMetrics metrics() {
    return metrics(new Credentials.Nobody(), LONG, LONG);
  }

  private static Reading<List<Long>> one(PrometheusMetrics metrics) {
    return metrics.ask(Set.of("sum(a{b=\"c&d\"})")).get("sum(a{b=\"c&d\"})");
  }

  private static String why(Reading<List<Long>> reading) {
    return reading instanceof Reading.Unknown<List<Long>>(String why) ? why : "known: " + reading;
  }

  @Test
  void aQueryArrivesAsItIsAndIsAnswered() {
    assertThat(one(metrics())).matches(Reading::isKnown);
    assertThat(query).isEqualTo("query=sum(a{b=\"c&d\"})");
    assertThat(authorization).isEmpty();
  }

  @Test
  void manyQueriesAreAllAnswered() {
    Set<String> many =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> "q" + i)
            .collect(java.util.stream.Collectors.toSet());
    assertThat(metrics().ask(many))
        .hasSize(100)
        .allSatisfy((q, r) -> assertThat(r.isKnown()).isTrue());
    assertThat(metrics().ask(Set.of())).isEmpty();
  }

  @Test
  void secretsAreShownAsTheyAreNow(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "first\n");
    PrometheusMetrics bearer = metrics(new Credentials.Bearer(secret), LONG, LONG);
    one(bearer);
    assertThat(authorization).isEqualTo("Bearer first");
    Files.writeString(secret, "second");
    one(bearer);
    assertThat(authorization).isEqualTo("Bearer second");
    one(metrics(new Credentials.Basic("me", secret), LONG, LONG));
    assertThat(authorization).isEqualTo("Basic bWU6c2Vjb25k");
    Files.delete(secret);
    assertThat(why(one(bearer))).contains("can't be read");
  }

  @Test
  void aRefusedQueryDoesNotCountAgainstPrometheus() {
    status = 422;
    body = "{\"status\":\"error\",\"error\":\"parse error\"}";
    PrometheusMetrics metrics = metrics();
    for (int i = 0; i < 10; i++) {
      assertThat(why(one(metrics))).isEqualTo("Prometheus refuses the query: parse error");
    }
    assertThat(asked).hasValue(10);
  }

  @Test
  void anAnswerOfSeveralMegabytesIsRefused() {
    body = " ".repeat(3 << 20);
    assertThat(why(one(metrics()))).contains("larger than 1 MiB");
  }

  @Test
  void aPrometheusThatHangsInItsAnswerIsGivenUpOn() {
    hangs = true;
    Reading<List<Long>> reading =
        one(metrics(new Credentials.Nobody(), Duration.ofMillis(300), LONG));
    assertThat(why(reading)).isEqualTo("Prometheus did not answer within 300 ms");
  }

  @Test
  void aPrometheusThatKeepsFailingIsLeftAloneAndThenTriedAgain() {
    status = 503;
    PrometheusMetrics metrics = metrics(new Credentials.Nobody(), LONG, Duration.ofMillis(500));
    for (int i = 0; i < 4; i++) {
      assertThat(why(one(metrics))).isEqualTo("Prometheus: answered 503");
    }
    status = 200;
    Eventually.holds("it is asked again", () -> one(metrics).isKnown());

    PrometheusMetrics patient = metrics();
    status = 503;
    for (int i = 0; i < 4; i++) {
      one(patient);
    }
    int before = asked.get();
    assertThat(why(one(patient))).contains("asked anew after 60 s");
    assertThat(asked).hasValue(before);
  }

  @Test
  void aPrometheusThatIsNotThereIsSaid() {
    server.stop(0);
    assertThat(why(one(metrics()))).startsWith("Prometheus: ");
    assertThat(why(QueriedMetrics.none().ask(Set.of("q")).get("q"))).contains("no Prometheus");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (String bad : List.of("prometheus:9090", "ftp://a/", "http://u:p@a/", "http://a/?x=1")) {
      assertThatThrownBy(
              () ->
                  new PrometheusAccess(
                      URI.create(bad), new Credentials.Nobody(), new Trust.Usual(), LONG))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
