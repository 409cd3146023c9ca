package io.drover.testkit.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What an OpenAPI document says of the questions that a service answers.
 *
 * @param document as JSON
 */
public record Questions(JsonNode document) {
  /** Trees and streams, which such documents describe by what Java's classes for them have. */
  private static final Set<String> FREE = Set.of("JsonNode", "StreamingOutput");

  private static final String REFERENCE = "#/components/schemas/";

  /** The paths of all GET that need no parameter. */
  public List<String> plain() {
    return document.path("paths").properties().stream()
        .filter(path -> !path.getKey().contains("{"))
        .filter(path -> path.getValue().has("get"))
        .filter(path -> needsNothing(path.getValue().path("get")))
        .map(java.util.Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean needsNothing(JsonNode operation) {
    return StreamSupport.stream(operation.path("parameters").spliterator(), false)
        .noneMatch(parameter -> parameter.path("required").asBoolean());
  }

  /** How an answer differs from what is documented; empty when it doesn't. */
  public List<String> differences(String path, JsonNode answer) {
    List<String> differences = new ArrayList<>();
    JsonNode content = document.path("paths").path(path).at("/get/responses/200/content");
    compare(path, content.path("application/json").path("schema"), answer, differences);
    return differences;
  }

  private void compare(String where, JsonNode schema, JsonNode value, List<String> differences) {
    Optional<JsonNode> known = resolved(schema);
    // What is null is left out of answers.
    if (known.isEmpty() || value.isMissingNode() || value.isNull()) {
      return;
    }
    JsonNode type = known.get();
    if (type.has("items")) {
      if (!value.isArray()) {
        differences.add(where + ": no array");
      }
      value.forEach(item -> compare(where + "[]", type.get("items"), item, differences));
    } else if (type.has("properties")) {
      if (!value.isObject() || value.isEmpty()) {
        differences.add(where + ": no object with fields");
      }
      value
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!type.get("properties").has(name)) {
                  differences.add(where + "." + name + ": not documented");
                }
              });
      type.get("properties")
          .properties()
          .forEach(
              one ->
                  compare(
                      where + "." + one.getKey(),
                      one.getValue(),
                      value.path(one.getKey()),
                      differences));
    }
  }

  private Optional<JsonNode> resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    if (reference.isEmpty()) {
      return schema.isMissingNode() ? Optional.empty() : Optional.of(schema);
    }
    String name = reference.substring(REFERENCE.length());
    return FREE.contains(name)
        ? Optional.empty()
        : Optional.of(document.path("components").path("schemas").path(name));
  }
}
