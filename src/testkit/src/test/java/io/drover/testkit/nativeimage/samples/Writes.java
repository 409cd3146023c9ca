package io.drover.testkit.nativeimage.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Binds what its callers hand on, through two methods of which neither says what that is. */
public final class Writes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Writes() {}

  /** Nested in what isn't registered. */
  public record Addressee(String name) {}

  static String json(Object value) {
    return MAPPER.valueToTree(value).toString();
  }

  private static <T> String loosely(T value) {
    return json(value);
  }

  /** Writes a stamp. */
  public static String stamp(int value) {
    Stamp stamp = new Stamp(value);
    return loosely(stamp);
  }

  /** Writes a seal, by a reference to the method. */
  public static List<String> seals(Stream<Seal> seals) {
    return seals.map(Writes::json).toList();
  }

  private static Supplier<String> later(Object value) {
    return () -> json(value);
  }

  /** Writes whom it is for, later. */
  public static Supplier<String> addressee(String name) {
    return later(new Addressee(name));
  }

  /** What comes out of it is bound as the class that is named. */
  public static <T> T again(String text, Class<T> type) throws JsonProcessingException {
    return MAPPER.readValue(text, type);
  }

  /** Names it. */
  public static Parcel.Label label(String text) throws JsonProcessingException {
    return again(text, Parcel.Label.class);
  }
}
