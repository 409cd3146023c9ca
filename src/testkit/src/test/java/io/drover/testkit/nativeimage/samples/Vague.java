package io.drover.testkit.nativeimage.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.Map;

/** Binds what no type tells. */
public final class Vague {
  private final ObjectMapper mapper = new ObjectMapper();

  /** Anything. */
  public JsonNode next(Iterator<?> all) {
    return mapper.valueToTree(all.next());
  }

  /** Objects. */
  public JsonNode map(Map<String, Object> all) {
    return mapper.valueToTree(all);
  }
}
