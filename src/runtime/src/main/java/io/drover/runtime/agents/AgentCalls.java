package io.drover.runtime.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests to the agents; all are asked at once, and one that is slow delays nobody. */
public final class AgentCalls {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpResponse.BodyHandler<byte[]> BYTES =
      HttpResponse.BodyHandlers.ofByteArray();

  private final AgentAddresses addresses;
  private final Supplier<String> token;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * A client for the agents.
   *
   * @param addresses where they are, asked anew each time
   * @param token the bearer token, read anew each time since secrets get rotated
   * @param timeout for each agent
   */
  public AgentCalls(AgentAddresses addresses, Supplier<String> token, Duration timeout) {
    this.addresses = addresses;
    this.token = token;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * What all agents together answered.
   *
   * @param byAgent what each of them did
   * @param failures one line for each that did not, or for finding none
   */
  public record Answers<T>(Map<URI, T> byAgent, List<String> failures) {}

  /** What one agent said, with its status. */
  public record Answer(int status, JsonNode body) {}

  /**
   * Asks all of them for this path; never throws.
   *
   * @param read reads an answer; whatever it throws makes the answer unusable
   */
  public <T> Answers<T> askAll(String path, BiFunction<URI, JsonNode, T> read) {
    return all(agent -> request(agent, path).GET().build(), read);
  }

  /** Sends all of them the same body; otherwise as {@link #askAll}. */
  public <T> Answers<T> postAll(String path, JsonNode body, BiFunction<URI, JsonNode, T> read) {
    return all(agent -> order(agent, path, body), read);
  }

  private <T> Answers<T> all(
      Function<URI, HttpRequest> request, BiFunction<URI, JsonNode, T> read) {
    List<URI> all;
    try {
      all = addresses.all();
    } catch (UnknownHostException e) {
      return new Answers<>(
          Map.of(), List.of("no agent found: " + e.getMessage() + " resolves to nothing"));
    }
    Map<URI, CompletableFuture<T>> asked = new LinkedHashMap<>();
    all.forEach(
        agent ->
            asked.put(
                agent, send(request.apply(agent)).thenApply(sent -> usable(agent, sent, read))));
    Map<URI, T> answers = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    asked.forEach(
        (agent, answer) -> {
          try {
            answers.put(agent, answer.join());
          } catch (CompletionException e) {
            failures.add("agent " + agent.getAuthority() + ": " + describe(e.getCause()));
          }
        });
    return new Answers<>(answers, all.isEmpty() ? List.of("no agent found") : failures);
  }

  /**
   * Sends an order to one agent.
   *
   * @throws IOException when it did not answer
   */
  public Answer post(URI agent, String path, JsonNode body) throws IOException {
    try {
      HttpResponse<byte[]> answer = send(order(agent, path, body)).join();
      return new Answer(answer.statusCode(), MAPPER.readTree(answer.body()));
    } catch (CompletionException failed) {
      throw new IOException(
          "agent " + agent.getAuthority() + ": " + describe(failed.getCause()), failed);
    }
  }

  private HttpRequest order(URI agent, String path, JsonNode body) {
    return request(agent, path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private HttpRequest.Builder request(URI agent, String path) {
    return HttpRequest.newBuilder(agent.resolve(path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token.get())
        .header("Accept", "application/json");
  }

  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
    // The request's own timeout ends with the headers; an agent may also hang in the middle.
    return client.sendAsync(request, BYTES).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> T usable(
      URI agent, HttpResponse<byte[]> response, BiFunction<URI, JsonNode, T> read) {
    if (response.statusCode() != 200) {
      throw new CompletionException(new IOException("answered " + response.statusCode()));
    }
    try {
      return read.apply(agent, MAPPER.readTree(response.body()));
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
