package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * JSON as the engine sent it, byte for byte, so that what Drover does not know survives an edit. An
 * edit is a splice of bytes: number formats, escapes, white space, order and repeated members of
 * everything else stay as they were. Immutable.
 *
 * <p>Places are named by JSON pointers (RFC 6901), for example {@code /Mode/Replicated/Replicas}.
 */
public final class RawJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final byte[] bytes;

  private RawJson(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes a document's bytes. */
  public static RawJson of(byte[] utf8) {
    return new RawJson(utf8.clone());
  }

  /** Takes a document's text. */
  public static RawJson of(String text) {
    return new RawJson(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A tree to read from; never to be written back. */
  public JsonNode tree() {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("the engine sent no JSON: " + e.getMessage(), e);
    }
  }

  /**
   * The bytes of the value at a place, if there is one; of repeated members the last one counts.
   *
   * @throws IllegalArgumentException when this is no JSON or {@code pointer} is none
   */
  public Optional<RawJson> find(String pointer) {
    Optional<JsonSpan> span = Optional.of(JsonSpan.whole(bytes));
    for (String name : JsonPath.names(pointer)) {
      span = span.flatMap(parent -> parent.child(name));
    }
    return span.map(RawJson::copy);
  }

  /**
   * The elements of an array.
   *
   * @throws IllegalArgumentException when this is no JSON array
   */
  public List<RawJson> elements() {
    JsonSpan array = JsonSpan.whole(bytes);
    if (!array.isArray()) {
      throw new IllegalArgumentException("no JSON array");
    }
    return array.elements().stream().map(RawJson::copy).toList();
  }

  /**
   * This document with the value at a place replaced. A missing member is added as the last one of
   * its object; missing objects on the way to it are made, and {@code null} on the way counts as
   * missing.
   *
   * @param literal one JSON value, which is put in as it is
   * @throws IllegalArgumentException when {@code literal} is not one JSON value, or a value on the
   *     way is neither object nor array, or an array has no such element
   */
  public RawJson with(String pointer, String literal) {
    JsonSpan.whole(literal.getBytes(StandardCharsets.UTF_8));
    List<String> names = JsonPath.names(pointer);
    JsonSpan span = JsonSpan.whole(bytes);
    for (int depth = 0; depth < names.size(); depth++) {
      Optional<JsonSpan> child = span.child(names.get(depth));
      if (child.isEmpty()) {
        return insert(span, names.subList(depth, names.size()), literal);
      }
      span = child.get();
    }
    return splice(span.start(), span.end(), literal);
  }

  /**
   * This document without the member or element at a place, all of its repetitions included;
   * unchanged when there is none.
   */
  public RawJson without(String pointer) {
    List<String> names = JsonPath.names(pointer);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("the whole document can't be removed");
    }
    Optional<JsonSpan> parent = Optional.of(JsonSpan.whole(bytes));
    for (String name : names.subList(0, names.size() - 1)) {
      parent = parent.flatMap(span -> span.child(name));
    }
    String last = names.getLast();
    if (parent.isEmpty() || parent.get().child(last).isEmpty()) {
      return this;
    }
    if (parent.get().isArray()) {
      List<JsonSpan> elements = parent.get().elements();
      int[] starts = elements.stream().mapToInt(JsonSpan::start).toArray();
      return cut(starts, elements, Integer.parseInt(last));
    }
    List<JsonSpan.Member> members = parent.get().members();
    int[] starts = members.stream().mapToInt(JsonSpan.Member::nameStart).toArray();
    int index = members.size() - 1;
    while (!members.get(index).name().equals(last)) {
      index--;
    }
    return cut(starts, members.stream().map(JsonSpan.Member::value).toList(), index)
        .withoutRepetition(pointer, parent.get().isObject());
  }

  private RawJson withoutRepetition(String pointer, boolean ofMember) {
    return ofMember && find(pointer).isPresent() ? without(pointer) : this;
  }

  /** Takes one entry of a list out, with the one comma that goes with it. */
  private RawJson cut(int[] starts, List<JsonSpan> values, int index) {
    boolean first = index == 0;
    boolean last = index == starts.length - 1;
    int from = first ? starts[0] : values.get(index - 1).end();
    int to = first && !last ? starts[1] : values.get(index).end();
    return splice(from, to, "");
  }

  private RawJson insert(JsonSpan parent, List<String> missing, String literal) {
    String value = literal;
    for (String name : missing.subList(1, missing.size()).reversed()) {
      value = "{" + quote(name) + ":" + value + "}";
    }
    String member = quote(missing.getFirst()) + ":" + value;
    if (parent.isNull()) {
      return splice(parent.start(), parent.end(), "{" + member + "}");
    }
    if (!parent.isObject()) {
      throw new IllegalArgumentException(
          "no place for " + missing + ": the value there is neither an object nor null");
    }
    List<JsonSpan.Member> members = parent.members();
    if (members.isEmpty()) {
      return splice(parent.start() + 1, parent.start() + 1, member);
    }
    int end = members.getLast().value().end();
    return splice(end, end, "," + member);
  }

  private RawJson splice(int from, int to, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + text.length());
    out.write(bytes, 0, from);
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write(bytes, to, bytes.length - to);
    return new RawJson(out.toByteArray());
  }

  private static RawJson copy(JsonSpan span) {
    return new RawJson(Arrays.copyOfRange(span.document(), span.start(), span.end()));
  }

  /** The JSON literal of a text, for {@link #with}. */
  public static String quote(String text) {
    return MAPPER.getNodeFactory().textNode(text).toString();
  }

  /** Whether both are the same bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RawJson that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
