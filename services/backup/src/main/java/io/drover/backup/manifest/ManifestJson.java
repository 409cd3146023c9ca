package io.drover.backup.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Manifests as JSON text. The last member, {@code digest}, is the SHA-256 of the same object
 * without it, written without white space: a manifest that was damaged is not believed.
 *
 * <p>Reading is strict: members that are unknown, missing, null or given twice are errors, since a
 * manifest that is understood in part would restore in part.
 */
public final class ManifestJson {
  /** The largest manifest that is read: some ten thousand volumes. */
  public static final int LARGEST = 16 << 20;

  private static final String DIGEST = "digest";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ManifestJson() {}

  /** Writes one, in lines for people to read. */
  public static byte[] write(Manifest manifest) {
    try {
      ObjectNode json = MAPPER.valueToTree(manifest);
      json.put(DIGEST, Sha256.of(MAPPER.writeValueAsBytes(json)));
      return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a manifest that can't be written", impossible);
    }
  }

  /**
   * Reads one back.
   *
   * @param expected whose manifest it must be
   * @throws MalformedManifestException when it is not that, not of this format, or damaged
   */
  public static Manifest read(byte[] text, BackupId expected) throws MalformedManifestException {
    Manifest manifest;
    try {
      manifest = MAPPER.treeToValue(checked(MAPPER.readTree(text), expected), Manifest.class);
    } catch (MalformedManifestException itself) {
      throw itself;
    } catch (IOException malformed) {
      throw malformed(expected, reason(malformed), malformed);
    }
    if (!manifest.id().equals(expected)) {
      throw malformed(expected, "it is the manifest of " + manifest.id(), null);
    }
    return manifest;
  }

  /** The object without its digest, which was found to be right. */
  private static ObjectNode checked(JsonNode json, BackupId expected) throws IOException {
    if (!(json instanceof ObjectNode object)) {
      throw malformed(expected, "it is no JSON object", null);
    }
    String format = object.path("format").asText();
    if (!format.equals(Manifest.FORMAT)) {
      throw malformed(
          expected,
          "its format is '%s', and this version reads '%s'".formatted(format, Manifest.FORMAT),
          null);
    }
    JsonNode digest = object.remove(DIGEST);
    if (digest == null || !digest.asText().equals(Sha256.of(MAPPER.writeValueAsBytes(object)))) {
      throw malformed(expected, "it is damaged: its digest is not that of its content", null);
    }
    return object;
  }

  private static MalformedManifestException malformed(BackupId id, String what, Throwable cause) {
    return new MalformedManifestException("the manifest of " + id + ": " + what, cause);
  }

  private static String reason(IOException malformed) {
    if (!(malformed instanceof JsonProcessingException problem)) {
      return malformed.getMessage();
    }
    String what =
        problem instanceof ValueInstantiationException && problem.getCause() != null
            ? problem.getCause().getMessage()
            // What comes after the semicolon is advice to programmers.
            : problem.getOriginalMessage().split("; ", 2)[0];
    if (problem instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return path(mapping.getPath()) + ": " + what;
    }
    return what;
  }

  /** {@code volumes[0].bytes}. */
  private static String path(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .substring(path.getFirst().getFieldName() == null ? 0 : 1);
  }
}
