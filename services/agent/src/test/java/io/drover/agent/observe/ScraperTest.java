package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.agent.model.Container;
import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import io.drover.agent.model.metrics.MetricValue;
import io.drover.agent.model.metrics.Target;
import io.drover.agent.record.Samples;
import io.drover.agent.record.Scraped;
import io.drover.agent.record.Scraped.Page;
import io.drover.agent.record.Wanted;
import io.drover.runtime.time.Moment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real pages over real HTTP; the agent is taken to run on the host, where loopback is reached. */
class ScraperTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private final Map<String, String> pages = new HashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final Samples samples = new Samples();
  private final Wanted wanted = new Wanted();
  private final Scraped scraped = new Scraped();
  private HttpServer server;
  private long second;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/hanging" -> await();
      case "/dripping" -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("jobs 1\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        await();
      }
      case "/elsewhere" -> {
        exchange.getResponseHeaders().add("Location", "/metrics");
        exchange.sendResponseHeaders(302, -1);
      }
      case "/endless" -> {
        exchange.sendResponseHeaders(200, 0);
        byte[] comment = ("# " + "x".repeat(1000) + "\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1_000_000; i++) {
          exchange.getResponseBody().write(comment);
        }
      }
      default -> {
        byte[] page = pages.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(pages.containsKey(path) ? 200 : 404, page.length);
        exchange.getResponseBody().write(page);
      }
    }
    exchange.close();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Moment now() {
    return new Moment(second * 1_000_000_000L, Instant.EPOCH.plusSeconds(second));
  }

  private Scraper scraper(Duration timeout) {
    OwnNetworks onHost =
        new OwnNetworks() {
          @Override
          public List<Reach.Own> addresses() {
            try {
              InetAddress bridge = InetAddress.getByName("172.18.0.1");
              return List.of(new Reach.Own("docker_gwbridge", bridge, 16));
            } catch (UnknownHostException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public Map<String, String> bridged() {
            return Map.of();
          }
        };
    return new Scraper(
        onHost, new PageClient(timeout), samples, wanted, scraped, this::now, Duration.ofHours(1));
  }

  private static Scraper patient(ScraperTest test) {
    return test.scraper(Duration.ofMinutes(1));
  }

  /** A task of this service, on the host's network. */
  private Container task(String service) {
    return task(service, Map.of("host", ""));
  }

  private Container task(String service, Map<String, String> networks) {
    Container container =
        new Container(
            "c-" + service,
            service,
            "image",
            1,
            "",
            Instant.EPOCH,
            Map.of("com.docker.swarm.service.id", service),
            networks);
    Field none = Field.unknown("not read");
    samples.add(
        container,
        new Sample(
            now(),
            new Sample.CpuTime(none, none, none, none, none),
            new Sample.Memory(none, none, none, none, none, none),
            new Sample.Pids(none, none),
            new Sample.Traffic(none, none),
            new Sample.Traffic(none, none)));
    return container;
  }

  private Target want(String service, String path, String... names) {
    Target target = new Target(service, server.getAddress().getPort(), path, Set.of(names));
    wanted.want(List.of(target), now());
    return target;
  }

  private MetricValue value(Container task, Target target, String name) {
    return scraped.value(Page.of(task, target), name, WINDOW, now());
  }

  private static void assertUnknown(MetricValue value, String... reasons) {
    assertThat(value)
        .isInstanceOfSatisfying(
            MetricValue.Unknown.class, unknown -> assertThat(unknown.reason()).contains(reasons));
  }

  @Test
  void gaugesAtOnceAndRatesWithTheSecondPage() {
    Container web = task("web");
    Target target = want("web", "/metrics", "jobs", "requests_total", "absent");
    assertUnknown(value(web, target, "jobs"), "not asked for yet");
    Scraper scraper = patient(this);
    pages.put("/metrics", "jobs 7\nrequests_total 100\n");
    scraper.round();
    assertThat(value(web, target, "jobs"))
        .isEqualTo(new MetricValue.Known(7, now(), Duration.ZERO));
    assertUnknown(value(web, target, "requests_total"), "one so far");
    assertUnknown(value(web, target, "absent"), "there is no series absent on its page");
    second = 10;
    pages.put("/metrics", "jobs 9\nrequests_total 150\n");
    scraper.round();
    assertThat(value(web, target, "requests_total"))
        .isEqualTo(new MetricValue.Known(5, now(), Duration.ofSeconds(10)));
    second = 20;
    pages.put("/metrics", "jobs 9\nrequests_total 30\n");
    scraper.round();
    assertThat(value(web, target, "requests_total"))
        .as("50 before its restart, 30 since, in 20 s")
        .isEqualTo(new MetricValue.Known(4, now(), Duration.ofSeconds(20)));
  }

  @Test
  void aTaskThatFailsKeepsItsValueForAMomentOnly() {
    Container web = task("web");
    Target target = want("web", "/metrics", "jobs");
    Scraper scraper = patient(this);
    pages.put("/metrics", "jobs 7\n");
    scraper.round();
    Moment then = now();
    pages.clear();
    second = 15;
    scraper.round();
    assertThat(value(web, target, "jobs")).isEqualTo(new MetricValue.Known(7, then, Duration.ZERO));
    second = 16;
    assertUnknown(value(web, target, "jobs"), "/metrics: answered 404");
  }

  @Test
  void aBadPageIsUnknownAndSpoilsNoOther() {
    pages.put("/metrics", "jobs 7\n");
    pages.put("/garbage", "<html>Sign in</html>");
    Container good = task("good");
    Target well = want("good", "/metrics", "jobs");
    assertReasons(
        patient(this),
        Map.of(
            "/elsewhere", "answered 302",
            "/endless", "the page is larger than 1 MiB",
            "/garbage", "not in Prometheus' text format, line 1: expected a name"));
    assertThat(value(good, well, "jobs")).isEqualTo(new MetricValue.Known(7, now(), Duration.ZERO));
  }

  @Test
  void aTaskThatHangsIsGivenUpOn() {
    assertReasons(
        scraper(Duration.ofSeconds(1)),
        Map.of("/hanging", "no page within 1000 ms", "/dripping", "no page within 1000 ms"));
  }

  /** What is said of pages after a round, by their paths. */
  private void assertReasons(Scraper scraper, Map<String, String> reasons) {
    Map<String, Container> tasks = new HashMap<>();
    Map<String, Target> targets = new HashMap<>();
    for (String path : reasons.keySet()) {
      tasks.put(path, task(path));
      targets.put(path, want(path, path, "jobs"));
    }
    scraper.round();
    reasons.forEach(
        (path, reason) ->
            assertUnknown(value(tasks.get(path), targets.get(path), "jobs"), path, reason));
  }

  @Test
  void aTaskOutOfReachIsNotAskedAndSaysWhatToDo() {
    Container far = task("far", Map.of("shop_default", "10.0.9.9"));
    Target target = want("far", "/metrics", "jobs");
    patient(this).round();
    assertThat(asked).hasValue(0);
    assertUnknown(value(far, target, "jobs"), "shop_default", "attach both to one");
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotAskedFor() {
    Container web = task("web");
    Target target = want("web", "/metrics", "jobs");
    pages.put("/metrics", "jobs 7\n");
    Scraper scraper = patient(this);
    scraper.round();
    second = 121;
    scraper.round();
    assertThat(asked).hasValue(1);
    assertUnknown(value(web, target, "jobs"), "not asked for yet");
  }

  @Test
  void onlyTasksOfTheServiceAreAsked() {
    task("other");
    want("web", "/metrics", "jobs");
    patient(this).round();
    assertThat(asked).hasValue(0);
  }
}
