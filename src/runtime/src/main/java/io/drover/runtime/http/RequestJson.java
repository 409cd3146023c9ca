package io.drover.runtime.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** How requests are read: numbers stay exact, and a key that is given twice is a mistake. */
public final class RequestJson {
  /** Reads and writes as requests are read. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final int MOST_TOLD = 100;

  private RequestJson() {}

  /**
   * Reads a body.
   *
   * @throws ProblemException when it is no JSON, with the place
   */
  public static JsonNode parse(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      // Jackson's own limits, of depth for one, come without a place.
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw ProblemException.badRequest(
          "the body is no JSON that can be read", List.of(place + e.getOriginalMessage()));
    } catch (NumberFormatException | ArithmeticException e) {
      throw ProblemException.badRequest(
          "the body is no JSON that can be read", List.of("a number is out of all bounds"));
    }
  }

  /** The answer to a request with mistakes: all of them, up to what somebody would read. */
  public static ProblemException mistakes(List<String> problems) {
    // A field that is looked at twice is told once.
    List<String> distinct = problems.stream().distinct().toList();
    List<String> told = new ArrayList<>(distinct.subList(0, Math.min(MOST_TOLD, distinct.size())));
    if (distinct.size() > MOST_TOLD) {
      told.add("and %d more".formatted(distinct.size() - MOST_TOLD));
    }
    return ProblemException.badRequest("the request has mistakes", told);
  }
}
