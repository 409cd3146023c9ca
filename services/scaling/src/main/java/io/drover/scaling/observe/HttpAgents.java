package io.drover.scaling.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks the agents over HTTP, all at once; one that does not answer in time delays nobody. */
public final class HttpAgents implements Agents {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AgentAddresses addresses;
  private final Supplier<String> token;
  private final Duration window;
  private final Duration timeout;
  private final Clock clock;
  private final HttpClient client;

  /**
   * A client for the agents.
   *
   * @param addresses where they are, asked anew each time
   * @param token the bearer token, read anew each time since secrets get rotated
   * @param window the time to average CPU over
   * @param timeout for each agent
   * @param clock our time
   */
  public HttpAgents(
      AgentAddresses addresses,
      Supplier<String> token,
      Duration window,
      Duration timeout,
      Clock clock) {
    this.addresses = addresses;
    this.token = token;
    this.window = window;
    this.timeout = timeout;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public AgentsReport ask() {
    List<URI> all;
    try {
      all = addresses.all();
    } catch (UnknownHostException e) {
      return new AgentsReport(
          Map.of(), 0, List.of("no agent found: " + e.getMessage() + " resolves to nothing"));
    }
    if (all.isEmpty()) {
      return new AgentsReport(Map.of(), 0, List.of("no agent found"));
    }
    Map<URI, CompletableFuture<List<TaskUsage>>> asked = new HashMap<>();
    all.forEach(address -> asked.put(address, ask(address)));
    Map<String, TaskUsage> usage = new HashMap<>();
    List<String> failures = new ArrayList<>();
    asked.forEach(
        (address, answer) -> {
          try {
            answer.join().forEach(task -> usage.put(task.taskId(), task));
          } catch (CompletionException e) {
            failures.add("agent " + address.getAuthority() + ": " + describe(e.getCause()));
          }
        });
    return new AgentsReport(usage, asked.size() - failures.size(), failures);
  }

  private CompletableFuture<List<TaskUsage>> ask(URI address) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/stats?window=" + window.toSeconds() + "s"))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", "application/json")
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        // The request's own timeout ends with the headers; an agent may also hang in the middle of
        // its answer.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(this::usage);
  }

  private List<TaskUsage> usage(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(new IOException("answered " + response.statusCode()));
    }
    try {
      return AgentAnswer.read(MAPPER.readTree(response.body()), clock.instant());
    } catch (IOException | RuntimeException e) {
      throw new CompletionException(new IOException("sent no usable answer: " + e.getMessage(), e));
    }
  }

  private String describe(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "no answer within " + timeout.toMillis() + " ms";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
