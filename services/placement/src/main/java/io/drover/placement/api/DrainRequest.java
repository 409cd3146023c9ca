package io.drover.placement.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.manifests.JsonFields;
import io.drover.placement.decide.moves.DrainIntent.Order;
import io.drover.runtime.http.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The body of an order: {@code {"allowStop": true, "why": "new disk", "by": "ana"}}. */
final class DrainRequest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_TEXT = 500;

  private DrainRequest() {}

  /**
   * Reads one; an empty body orders without further words.
   *
   * @param caller who asks, where the body names nobody
   */
  static Order read(String body, Instant now, String caller) {
    List<String> problems = new ArrayList<>();
    JsonFields fields = JsonFields.of(tree(body), problems);
    boolean allowStop = fields.bool("allowStop", false);
    String why = text(fields, "why");
    String by = text(fields, "by");
    if (!problems.isEmpty()) {
      throw ProblemException.badRequest("the request has mistakes", problems);
    }
    return new Order(allowStop, now, by.isBlank() ? caller : by, why);
  }

  private static JsonNode tree(String body) {
    if (body == null || body.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw ProblemException.badRequest(
          "the body is no JSON that can be read", List.of(malformed.getOriginalMessage()));
    }
  }

  /** It is shown in terminals and logs, where control characters do more than stand there. */
  private static String text(JsonFields fields, String name) {
    String text = fields.text(name, "");
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      fields.problem(name, "expected at most " + LONGEST_TEXT + " characters on one line");
    }
    return text;
  }
}
