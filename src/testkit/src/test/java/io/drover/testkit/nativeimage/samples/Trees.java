package io.drover.testkit.nativeimage.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads and writes trees only. */
public final class Trees {
  private final ObjectMapper mapper = new ObjectMapper();

  /** There and back. */
  public String same(String text) throws JsonProcessingException {
    JsonNode tree = mapper.readTree(text);
    ObjectNode object = mapper.createObjectNode();
    object.set("tree", tree);
    return mapper.writeValueAsString(object);
  }
}
