package io.drover.engine;

import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.drover.core.decision.Outcome;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls of an engine's API in a version that both sides speak. The version is asked for before the
 * first call, and again after an engine could not be reached: it may have been upgraded meanwhile.
 */
final class EngineApi implements AutoCloseable {
  private static final byte[] NO_BODY = new byte[0];
  private final Wire wire;
  private final AtomicReference<ApiVersion> version = new AtomicReference<>();

  EngineApi(Wire wire) {
    this.wire = wire;
  }

  /** Reads; every answer is returned, whatever its status. */
  Answer get(String path) {
    return call(Method.GET, path, NO_BODY);
  }

  /** Reads no more than the beginning of an answer. */
  Answer read(String path, int most, Duration within) {
    return wire.read(versioned(path), most, within);
  }

  /** Writes; every answer is returned, whatever its status. */
  Answer post(String path, RawJson body) {
    return call(Method.POST, path, body.bytes());
  }

  /** Has something done that takes no body and may be done twice. */
  Answer post(String path) {
    return call(Method.POST, path, NO_BODY);
  }

  /** Deletes; every answer is returned, whatever its status. */
  Answer delete(String path) {
    return call(Method.DELETE, path, NO_BODY);
  }

  /** Opens an answer without end. */
  Response open(String path) {
    version.set(null);
    return wire.open(versioned(path));
  }

  /** Opens the answer to a POST, which may take as long as it likes. */
  Response open(String path, RawJson body) {
    return wire.open(versioned(path), body.bytes());
  }

  /** Takes a connection over for raw bytes both ways. */
  Response hijack(String path, InputStream input) {
    return wire.hijack(versioned(path), input);
  }

  /** The version in use; asks the engine where none is known. */
  ApiVersion version() {
    ApiVersion known = version.get();
    if (known != null) {
      return known;
    }
    ApiVersion negotiated =
        wire.header("/_ping", "Api-Version")
            .flatMap(ApiVersion::parse)
            .map(ApiVersion::toSpeakWith)
            .orElseThrow(
                () ->
                    new EngineException(
                        Outcome.Kind.UNAVAILABLE, "GET /_ping named no API version", null));
    version.set(negotiated);
    return negotiated;
  }

  private Answer call(Method method, String path, byte[] body) {
    try {
      Answer answer = wire.exchange(method, versioned(path), body);
      if (!answer.isVersionMismatch()) {
        return answer;
      }
      // refused before anything was done, so that asking again repeats nothing
      version.set(null);
      return wire.exchange(method, versioned(path), body);
    } catch (EngineException e) {
      version.set(null);
      throw e;
    }
  }

  private String versioned(String path) {
    return "/v" + version() + path;
  }

  @Override
  public void close() {
    wire.close();
  }
}
