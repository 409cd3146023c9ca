package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Asks a Prometheus. A slow one is given up on at the timeout; one that keeps failing is left alone
 * for a while, so that it can recover and the services that scale on CPU don't wait for it.
 */
public final class PrometheusMetrics implements QueriedMetrics {
  /** A tenth of it is the answer of a query with a thousand series; more is a mistaken query. */
  private static final int LARGEST_ANSWER = 1 << 20;

  /** Less than half of the queries that Prometheus works on at a time by default. */
  private static final int AT_ONCE = 8;

  private static final int FAILURES_TO_OPEN = 4;

  private final PrometheusAccess access;
  private final HttpClient client;
  private final TypedGuard<Answer> guard;
  private final Duration rest;
  private final DefaultQueries defaults;

  /** Wrapped, since a guard knows its type by a class. */
  private record Answer(Reading<List<TaskSeries>> reading) {}

  /** A client that asks for metrics without a query as the configuration that is shipped wants. */
  public PrometheusMetrics(PrometheusAccess access, Duration rest) {
    this(access, rest, DefaultQueries.SHIPPED);
  }

  /**
   * A client.
   *
   * @param rest how long a Prometheus that keeps failing is left alone
   * @param defaults how metrics without a query are asked for
   */
  public PrometheusMetrics(PrometheusAccess access, Duration rest, DefaultQueries defaults) {
    this.defaults = defaults;
    this.access = access;
    this.client = access.client();
    this.rest = rest;
    this.guard =
        TypedGuard.create(Answer.class)
            .withTimeout()
            .duration(access.timeout().toMillis(), ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(FAILURES_TO_OPEN)
            .failureRatio(1.0)
            .delay(rest.toMillis(), ChronoUnit.MILLIS)
            .done()
            .build();
  }

  @Override
  public Optional<DefaultQueries> defaults() {
    return Optional.of(defaults);
  }

  @Override
  public Map<String, Reading<List<Long>>> ask(Set<String> queries) {
    Map<String, Reading<List<Long>>> values = new HashMap<>();
    askByTask(queries).forEach((query, all) -> values.put(query, PrometheusAnswer.values(all)));
    return values;
  }

  @Override
  public Map<String, Reading<List<TaskSeries>>> askByTask(Set<String> queries) {
    Map<String, Reading<List<TaskSeries>>> readings = new HashMap<>();
    if (queries.isEmpty()) {
      return readings;
    }
    Semaphore turns = new Semaphore(AT_ONCE);
    Map<String, Future<Reading<List<TaskSeries>>>> asked = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      queries.forEach(query -> asked.put(query, threads.submit(() -> guarded(turns, query))));
      for (var entry : asked.entrySet()) {
        readings.put(entry.getKey(), entry.getValue().get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      queries.forEach(query -> readings.putIfAbsent(query, Reading.unknown("interrupted")));
    } catch (ExecutionException unforeseen) {
      String why = "Prometheus: " + unforeseen.getCause();
      queries.forEach(query -> readings.putIfAbsent(query, Reading.unknown(why)));
    }
    return readings;
  }

  private Reading<List<TaskSeries>> guarded(Semaphore turns, String query)
      throws InterruptedException {
    turns.acquire();
    try {
      return guard.call(() -> new Answer(fetch(query))).reading();
    } catch (CircuitBreakerOpenException open) {
      return Reading.unknown(
          "Prometheus failed again and again; it is asked anew after " + rest.toSeconds() + " s");
    } catch (TimeoutException late) {
      return Reading.unknown(
          "Prometheus did not answer within " + access.timeout().toMillis() + " ms");
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failed) {
      String message = failed.getMessage();
      return Reading.unknown(
          "Prometheus: " + (message == null ? failed.getClass().getSimpleName() : message));
    } finally {
      turns.release();
    }
  }

  private Reading<List<TaskSeries>> fetch(String query) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(access.queries())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    String authorization = access.authorization();
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
      if (bytes.length > LARGEST_ANSWER) {
        return Reading.unknown("Prometheus' answer is larger than 1 MiB: sum the series up");
      }
      return switch (response.statusCode()) {
        // A query that it refuses says nothing about Prometheus' own health.
        case 200, 400, 422 -> PrometheusAnswer.series(bytes);
        default -> throw new IOException("answered " + response.statusCode());
      };
    }
  }
}
