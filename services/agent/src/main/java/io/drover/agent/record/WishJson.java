package io.drover.agent.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.tuning.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What services want, as JSON: {@code {"id", "name", "labels": {…}}}. */
public final class WishJson {
  private WishJson() {}

  /** Writes one. */
  public static ObjectNode write(Wish wish) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", wish.serviceId()).put("name", wish.service());
    ObjectNode labels = json.putObject("labels");
    wish.labels().forEach(labels::put);
    return json;
  }

  /**
   * Reads those of an array that are right.
   *
   * @param problems takes what is wrong with the others
   */
  public static List<Wish> readAll(JsonNode array, List<String> problems) {
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode json = array.get(i);
      SortedMap<String, String> labels = new TreeMap<>();
      for (var label : json.path("labels").properties()) {
        labels.put(label.getKey(), label.getValue().asText(""));
      }
      String id = json.path("id").asText("");
      if (id.isEmpty()) {
        problems.add("services[" + i + "].id: expected an id");
        continue;
      }
      try {
        wishes.add(new Wish(id, json.path("name").asText(""), labels));
      } catch (IllegalArgumentException wrong) {
        problems.add("services[" + i + "]: " + wrong.getMessage());
      }
    }
    return wishes;
  }
}
