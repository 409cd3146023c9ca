package io.drover.agent.mover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mover is to do; the agent passes it as JSON in an environment variable.
 *
 * @param mode read or write
 * @param recipients whom the archive is encrypted for
 * @param excludes what is left out
 * @param bytesPerSecond of the archive at most; 0 for no bound
 * @param threads that compress; 0 for one a processor
 * @param replace whether what is in the volume may be removed before it is filled
 */
public record MoverOrder(
    Mode mode,
    List<String> recipients,
    List<String> excludes,
    long bytesPerSecond,
    int threads,
    boolean replace) {
  /** The variable. */
  public static final String VARIABLE = "DROVER_MOVER";

  /** The system property that makes a mover of the application. */
  public static final String PROPERTY = "drover.mover";

  /** Where the volume is mounted. */
  public static final String VOLUME = "/volume";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Which way the bytes go. */
  public enum Mode {
    READ,
    WRITE
  }

  public MoverOrder {
    recipients = List.copyOf(recipients);
    excludes = List.copyOf(excludes);
  }

  /** To read a volume. */
  public static MoverOrder read(
      List<String> recipients, List<String> excludes, long bytesPerSecond, int threads) {
    return new MoverOrder(Mode.READ, recipients, excludes, bytesPerSecond, threads, false);
  }

  /** To fill a volume. */
  public static MoverOrder write(boolean replace) {
    return new MoverOrder(Mode.WRITE, List.of(), List.of(), 0, 0, replace);
  }

  /** As the variable holds it. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("mode", mode.name())
        .put("bytesPerSecond", bytesPerSecond)
        .put("threads", threads)
        .put("replace", replace);
    recipients.forEach(json.putArray("recipients")::add);
    excludes.forEach(json.putArray("excludes")::add);
    return json.toString();
  }

  /**
   * Reads the variable.
   *
   * @throws IllegalArgumentException when it holds no order
   */
  public static MoverOrder parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return new MoverOrder(
          Mode.valueOf(json.path("mode").asText()),
          texts(json.path("recipients")),
          texts(json.path("excludes")),
          json.path("bytesPerSecond").asLong(),
          json.path("threads").asInt(),
          json.path("replace").asBoolean());
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(VARIABLE + " holds no order: " + text, wrong);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
