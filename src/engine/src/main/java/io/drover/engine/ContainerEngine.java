package io.drover.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.drover.core.decision.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Containers and volumes of one node's engine: makes and runs them, runs commands in them, and
 * passes their streams. All calls block; all of them throw {@link EngineException} with the
 * engine's words where it refuses or is away.
 */
public final class ContainerEngine implements AutoCloseable {
  private static final int LONGEST_REFUSAL = 64 * 1024;

  private final EngineApi api;

  private ContainerEngine(EngineApi api) {
    this.api = api;
  }

  /** An engine at this address; nothing is asked of it yet. */
  public static ContainerEngine connect(EngineAddress address, Timeouts timeouts) {
    return new ContainerEngine(new EngineApi(new Wire(address, timeouts)));
  }

  /** One object, raw: {@code "/containers/<id>/json"}; absent when the engine knows none. */
  public Optional<RawJson> inspect(String path) {
    Answer answer = api.get(path);
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.json());
  }

  /** The objects of a list endpoint, raw. */
  public List<RawJson> list(String path) {
    return api.get(path).json().elements();
  }

  /** Makes a container; its id. */
  public String create(RawJson container) {
    return done(api.post("/containers/create", container)).tree().path("Id").asText();
  }

  /** Starts a container. */
  public void start(String id) {
    Answer answer = api.post(container(id) + "/start");
    // 304: it runs already.
    if (!answer.isSuccess() && answer.status() != 304) {
      throw answer.refusal();
    }
  }

  /**
   * Ends and removes a container with its anonymous volumes; one that is gone already is as good.
   */
  public void remove(String id) {
    Answer answer = api.delete(container(id) + "?force=true&v=true");
    // 409: somebody else is removing it at this moment.
    if (!answer.isSuccess() && answer.status() != 404 && answer.status() != 409) {
      throw answer.refusal();
    }
  }

  /**
   * Takes over a container's streams; before it starts, so that nothing is missed.
   *
   * @param input for its standard input; must say by its own means where it ends
   * @return its output in Docker's frames; closing it ends both
   */
  public InputStream attach(String id, InputStream input) {
    return stream(api.hijack(container(id) + "/attach?stream=1&stdin=1&stdout=1&stderr=1", input));
  }

  /** Prepares a command in a running container; its id. */
  public String createExec(String containerId, RawJson exec) {
    return done(api.post(container(containerId) + "/exec", exec)).tree().path("Id").asText();
  }

  /** Runs a command that was prepared; what it writes, in Docker's frames. */
  public InputStream startExec(String execId) {
    return stream(
        api.open(
            "/exec/" + PathPart.of(execId) + "/start",
            RawJson.of("{\"Detach\":false,\"Tty\":false}")));
  }

  /** What became of a command. */
  public Optional<RawJson> inspectExec(String execId) {
    return inspect("/exec/" + PathPart.of(execId) + "/json");
  }

  /** A volume as the engine tells of it. */
  public Optional<RawJson> volume(String name) {
    return inspect("/volumes/" + PathPart.of(name));
  }

  /** Makes a volume, or finds the one of this name. */
  public RawJson createVolume(RawJson volume) {
    return done(api.post("/volumes/create", volume));
  }

  /** Removes a volume. */
  public Outcome removeVolume(String name) {
    try {
      return api.delete("/volumes/" + PathPart.of(name)).outcome();
    } catch (EngineException away) {
      return away.outcome();
    }
  }

  /** A filter of a list endpoint, ready for its URL. */
  public static String filter(String key, String value) {
    String json =
        JsonNodeFactory.instance
            .objectNode()
            .set(key, JsonNodeFactory.instance.arrayNode().add(value))
            .toString();
    return "filters=" + PathPart.of(json);
  }

  /** Gives the connections up. */
  @Override
  public void close() {
    api.close();
  }

  private static String container(String id) {
    return "/containers/" + PathPart.of(id);
  }

  private static RawJson done(Answer answer) {
    if (!answer.isSuccess()) {
      throw answer.refusal();
    }
    return answer.body().length == 0 ? RawJson.of("{}") : answer.json();
  }

  private static InputStream stream(Response response) {
    if (response.getStatusCode() / 100 != 2) {
      try (response) {
        throw new Answer(response.getStatusCode(), response.getBody().readNBytes(LONGEST_REFUSAL))
            .refusal();
      } catch (IOException unread) {
        throw new EngineException(
            Outcome.Kind.UNAVAILABLE, "the engine's refusal could not be read", unread);
      }
    }
    return new Streaming(response);
  }

  /** The body of an answer, whose end is the answer's. */
  private static final class Streaming extends InputStream {
    private final Response response;
    private final InputStream body;

    Streaming(Response response) {
      this.response = response;
      InputStream content = response.getBody();
      this.body = content == null ? new ByteArrayInputStream(new byte[0]) : content;
    }

    @Override
    public int read() throws IOException {
      return body.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return body.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      response.close();
    }
  }
}
