package io.drover.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows {@code GET /events} on a virtual thread. Whatever ends the connection, it connects again
 * after a back-off, until it is closed.
 */
final class EventStream implements Engine.EventFeed {
  private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PATH =
      "/events?filters="
          + URLEncoder.encode(
              "{\"type\":[\"service\",\"node\",\"config\",\"secret\",\"network\",\"container\"]}",
              StandardCharsets.UTF_8);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

  private final EngineApi api;
  private final Engine.EventListener listener;
  private final Backoff backoff;
  private final Thread thread;
  private volatile boolean closed;

  private EventStream(EngineApi api, Engine.EventListener listener, Backoff backoff) {
    this.api = api;
    this.listener = listener;
    this.backoff = backoff;
    this.thread = Thread.ofVirtual().name("drover-engine-events").unstarted(this::follow);
  }

  /** Starts to follow. */
  static EventStream start(EngineApi api, Engine.EventListener listener, Backoff backoff) {
    EventStream stream = new EventStream(api, listener, backoff);
    stream.thread.start();
    return stream;
  }

  private void follow() {
    int failures = 0;
    while (!closed) {
      boolean connected = false;
      try (Response response = api.open(PATH)) {
        if (response.getStatusCode() == 200) {
          connected = true;
          tell(listener::onResync);
          readLines(response);
        } else {
          LOG.log(System.Logger.Level.WARNING, "events: answered {0}", response.getStatusCode());
        }
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          LOG.log(System.Logger.Level.INFO, "events: connection lost: {0}", e.getMessage());
        }
      }
      failures = connected ? 1 : failures + 1;
      pause(backoff.after(failures, ThreadLocalRandom.current()));
    }
  }

  private void readLines(Response response) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
      read(line).ifPresent(event -> tell(() -> listener.onEvent(event)));
    }
  }

  /** Reads one line of the stream; what is no event is absent. */
  static Optional<Engine.Event> read(String line) {
    try {
      JsonNode json = MAPPER.readTree(line);
      if (json == null || !json.path("Type").isTextual() || !json.path("Action").isTextual()) {
        return Optional.empty();
      }
      JsonNode actor = json.path("Actor");
      return Optional.of(
          new Engine.Event(
              json.path("Type").asText(),
              json.path("Action").asText(),
              actor.path("ID").asText(""),
              EngineReader.texts(actor.path("Attributes"))));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A listener that fails must not end the feed for good. */
  private void tell(Runnable news) {
    if (closed) {
      return;
    }
    try {
      news.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "events: the listener failed", e);
    }
  }

  private void pause(Duration wait) {
    try {
      if (!closed) {
        Thread.sleep(wait);
      }
    } catch (InterruptedException e) {
      // only close() interrupts this thread, which is this class's own; the loop ends on `closed`
      LOG.log(System.Logger.Level.TRACE, "events: woken to end");
    }
  }

  /** Ends the feed and waits for a listener that is being told something. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(LONGEST_FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
