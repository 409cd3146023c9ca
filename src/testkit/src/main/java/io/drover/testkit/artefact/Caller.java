package io.drover.testkit.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls a service as somebody.
 *
 * @param root where it is
 * @param token whose; empty text for nobody's
 */
public record Caller(URI root, String token) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * An answer.
   *
   * @param type its Content-Type; empty text where it has none
   * @param body of a stream empty text
   */
  public record Answer(int status, String type, String body) {

    /**
     * The body as JSON.
     *
     * @throws AssertionError when it is none
     */
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + body, e);
      }
    }
  }

  /** Asks. */
  public Answer get(String path) {
    return send(path, "GET", "");
  }

  /** Orders. */
  public Answer post(String path, String body) {
    return send(path, "POST", body);
  }

  /** Takes back. */
  public Answer delete(String path) {
    return send(path, "DELETE", "");
  }

  private Answer send(String path, String method, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(path))
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<InputStream> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      String type = response.headers().firstValue("Content-Type").orElse("");
      try (InputStream content = response.body()) {
        // A stream of events has no end to be waited for.
        String text =
            type.startsWith("text/event-stream")
                ? ""
                : new String(content.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(response.statusCode(), type, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
