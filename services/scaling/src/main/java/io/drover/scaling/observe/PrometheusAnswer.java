package io.drover.scaling.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.model.Reading;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Reads what Prometheus' {@code /api/v1/query} answers. */
final class PrometheusAnswer {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final BigDecimal MILLI_PER_UNIT = BigDecimal.valueOf(1000);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Remarks on the query itself; all other warnings mean that series may be missing. */
  private static final String ABOUT_THE_QUERY = "PromQL";

  private PrometheusAnswer() {}

  /**
   * The values of an instant vector or a scalar, in thousandths, cut off as prometheus-adapter
   * does. A refused query, an empty or partial answer, and a value that is no number are no values.
   *
   * @throws IOException when this is not an answer of Prometheus at all
   */
  static Reading<List<Long>> read(byte[] body) throws IOException {
    return values(series(body));
  }

  /** The values without their labels. */
  static Reading<List<Long>> values(Reading<List<TaskSeries>> series) {
    return series.map(all -> all.stream().map(TaskSeries::milli).toList());
  }

  /** As {@link #read}, with the labels; a scalar has none. */
  static Reading<List<TaskSeries>> series(byte[] body) throws IOException {
    JsonNode answer;
    try {
      answer = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("sent something other than JSON", e);
    }
    return switch (answer.path("status").asText()) {
      case "success" -> series(answer);
      case "error" ->
          Reading.unknown(
              "Prometheus refuses the query: " + answer.path("error").asText("no reason"));
      default -> throw new IOException("sent no answer of Prometheus' query API");
    };
  }

  private static Reading<List<TaskSeries>> series(JsonNode answer) throws IOException {
    for (JsonNode warning : answer.path("warnings")) {
      if (!warning.asText().startsWith(ABOUT_THE_QUERY)) {
        return Reading.unknown("Prometheus' answer may be partial: " + warning.asText());
      }
    }
    JsonNode result = answer.at("/data/result");
    return switch (answer.at("/data/resultType").asText()) {
      case "scalar" -> samples(List.of(Map.entry(Map.of(), result)));
      case "vector" -> {
        List<Entry<Map<String, String>, JsonNode>> samples = new ArrayList<>();
        result.forEach(
            series -> samples.add(Map.entry(labels(series.path("metric")), series.path("value"))));
        yield samples.isEmpty()
            ? Reading.unknown("Prometheus has no series for the query")
            : samples(samples);
      }
      case "matrix", "string" ->
          Reading.unknown("the query gives a range or a text; expected an instant vector");
      default -> throw new IOException("sent a result of an unknown type");
    };
  }

  private static Map<String, String> labels(JsonNode json) {
    Map<String, String> labels = new HashMap<>();
    json.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
    return labels;
  }

  private static Reading<List<TaskSeries>> samples(
      List<Entry<Map<String, String>, JsonNode>> samples) throws IOException {
    List<TaskSeries> values = new ArrayList<>();
    Instant oldest = Instant.MAX;
    for (var one : samples) {
      JsonNode sample = one.getValue();
      String text = sample.path(1).asText();
      if (List.of("NaN", "+Inf", "-Inf").contains(text)) {
        return Reading.unknown("the query's value is " + text + ", which is no number");
      }
      try {
        values.add(new TaskSeries(one.getKey(), milli(new BigDecimal(text))));
      } catch (NumberFormatException e) {
        throw new IOException("sent a value that is no number", e);
      }
      Instant at = Instant.ofEpochMilli((long) (sample.path(0).asDouble() * 1000));
      oldest = at.isBefore(oldest) ? at : oldest;
    }
    return Reading.known(List.copyOf(values), oldest);
  }

  /** Thousandths, cut off, saturating. */
  static long milli(BigDecimal value) {
    BigDecimal milli = value.multiply(MILLI_PER_UNIT);
    return milli.min(MOST).max(MOST.negate()).longValue();
  }
}
