package io.drover.health.route.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.policy.RoutePolicy.Check;
import io.drover.health.route.decide.CheckRules;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Checks of a real server, whose health changes. */
class RouteChecksTest {
  private static final CheckRules RULES =
      new CheckRules(2, 3, Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofSeconds(20));

  @Test
  void healthIsFollowedAndChangesAreTold() throws IOException {
    AtomicInteger status = new AtomicInteger(200);
    AtomicInteger told = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    try (RouteChecks checks = new RouteChecks(RULES, 2, told::incrementAndGet)) {
      Endpoint at = new Endpoint("127.0.0.1", server.getAddress().getPort());
      assertThat(checks.of("a")).isEqualTo(new Health.Pending());
      checks.watch(Map.of("a", new RouteChecks.Target(at, new Check.Http("/health"))));
      Eventually.holds("it passes", () -> checks.of("a") instanceof Health.Passing);
      status.set(503);
      Eventually.holds("it fails", () -> checks.of("a").equals(new Health.Failing("answered 503")));
      status.set(200);
      Eventually.holds("it passes again", () -> checks.of("a") instanceof Health.Passing);
      Eventually.holds("each change was told", () -> told.get() == 3);
      checks.watch(Map.of());
      assertThat(checks.of("a")).isEqualTo(new Health.Pending());
      assertThat(checks.size()).isZero();
    } finally {
      server.stop(0);
    }
  }
}
