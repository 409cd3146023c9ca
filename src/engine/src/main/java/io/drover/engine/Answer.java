package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.decision.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an engine answered, and what that means. Swarm's errors pass through gRPC and an old HTTP
 * mapping, so the status alone misleads: a stale version is 500 in Docker 20.10 and 400 or 409 in
 * newer ones; hence the words are looked at too.
 *
 * @param status HTTP status
 * @param body the whole body
 */
record Answer(int status, byte[] body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_MESSAGE = 500;

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Whether the engine speaks other versions of the API than the one that was tried. */
  boolean isVersionMismatch() {
    return status == 400 && message().contains("client version") && message().contains("is too");
  }

  /**
   * The document that answered a read.
   *
   * @throws EngineException when the engine refused, or what answered is no engine (a proxy's page)
   */
  RawJson json() {
    if (!isSuccess()) {
      throw refusal();
    }
    try {
      JsonSpan.whole(body);
    } catch (IllegalArgumentException e) {
      throw new EngineException(Outcome.Kind.UNAVAILABLE, "not an engine's answer", e);
    }
    return RawJson.of(body);
  }

  /** What a write that was answered so came to. */
  Outcome outcome() {
    if (isSuccess()) {
      return new Outcome.Applied(warnings());
    }
    String message = message();
    if (status == 409 || message.toLowerCase(Locale.ROOT).contains("update out of sequence")) {
      return new Outcome.Conflict(message);
    }
    return new Outcome.Failed(failure(), message);
  }

  /** The exception for a read that was answered so. */
  EngineException refusal() {
    return new EngineException(failure(), message(), null);
  }

  private Outcome.Kind failure() {
    if (status == 404) {
      return Outcome.Kind.NOT_FOUND;
    }
    String message = message().toLowerCase(Locale.ROOT);
    if (status / 100 == 4) {
      return Outcome.Kind.REJECTED;
    }
    // gRPC's codes for "you asked for the wrong thing", which old engines pass on as 500
    boolean refused =
        message.contains("code = invalidargument")
            || message.contains("code = failedprecondition")
            || message.contains("code = unimplemented")
            || message.contains("code = permissiondenied");
    return refused ? Outcome.Kind.REJECTED : Outcome.Kind.UNAVAILABLE;
  }

  /** The engine's words; the status where it had none. */
  String message() {
    String said = "";
    try {
      JsonNode tree = MAPPER.readTree(body);
      said = tree == null ? "" : tree.path("message").asText("");
    } catch (IOException e) {
      said = new String(body, StandardCharsets.UTF_8).strip();
    }
    if (said.isEmpty()) {
      return "the engine answered " + status;
    }
    return said.length() > LONGEST_MESSAGE ? said.substring(0, LONGEST_MESSAGE) + "…" : said;
  }

  private String warnings() {
    List<String> warnings = new ArrayList<>();
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (tree != null) {
        tree.path("Warnings").forEach(warning -> warnings.add(warning.asText()));
      }
    } catch (IOException e) {
      return "";
    }
    return String.join("; ", warnings);
  }
}
