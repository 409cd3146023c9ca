package io.drover.scaling.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.scaling.decide.sizing.Digest;
import io.drover.scaling.decide.sizing.UsedHour;
import java.util.HashMap;
import java.util.Map;

/**
 * Hours as they are stored: {@code {"cpu": {"count": 60, "sum": 1200, "most": 90, "buckets": {"62":
 * 60}}, "memory": {...}}}.
 */
final class UsedHourJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private UsedHourJson() {}

  static String write(UsedHour hour) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("cpu", write(hour.cpu()));
    json.set("memory", write(hour.memory()));
    return json.toString();
  }

  private static ObjectNode write(Digest digest) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("count", digest.count()).put("sum", digest.sum()).put("most", digest.most());
    ObjectNode buckets = json.putObject("buckets");
    digest.buckets().forEach((bucket, count) -> buckets.put(Integer.toString(bucket), count));
    return json;
  }

  /** What was written; what a newer version wrote otherwise counts as nothing. */
  static UsedHour read(String body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      return new UsedHour(digest(json.path("cpu")), digest(json.path("memory")));
    } catch (JsonProcessingException | IllegalArgumentException foreign) {
      return UsedHour.NONE;
    }
  }

  private static Digest digest(JsonNode json) {
    Map<Integer, Long> buckets = new HashMap<>();
    json.path("buckets")
        .properties()
        .forEach(one -> buckets.put(Integer.parseInt(one.getKey()), one.getValue().longValue()));
    return new Digest(
        json.path("count").longValue(),
        json.path("sum").doubleValue(),
        json.path("most").longValue(),
        buckets);
  }
}
