package io.drover.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one JSON value stands in a document: the bytes from {@code start} up to, not including,
 * {@code end}. Positions come from Jackson's streaming parser; nothing is ever decoded and encoded
 * again.
 *
 * @param document the whole document; shared, never changed
 * @param start index of the value's first byte
 * @param end index after its last byte
 */
record JsonSpan(byte[] document, int start, int end) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * A member of an object.
   *
   * @param name its name, decoded
   * @param nameStart index of the opening quote of its name
   * @param value where its value stands
   */
  record Member(String name, int nameStart, JsonSpan value) {}

  /**
   * The one value that a document consists of.
   *
   * @throws IllegalArgumentException when it is not exactly one JSON value
   */
  static JsonSpan whole(byte[] document) {
    try (JsonParser parser = FACTORY.createParser(document)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("no JSON value: the document is empty");
      }
      JsonSpan value = valueAt(parser, document, 0);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON value");
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
    }
  }

  boolean isObject() {
    return document[start] == '{';
  }

  boolean isArray() {
    return document[start] == '[';
  }

  boolean isNull() {
    return document[start] == 'n';
  }

  /** The members of this object in their order, repeated names included. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(document, start, end - start)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int nameStart = start + Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.nextToken();
        members.add(new Member(name, nameStart, valueAt(parser, document, start)));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
    }
    return members;
  }

  /** The elements of this array. */
  List<JsonSpan> elements() {
    List<JsonSpan> elements = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(document, start, end - start)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(valueAt(parser, document, start));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
    }
    return elements;
  }

  /**
   * The member or element of this name; of repeated names the last, which is the one that both the
   * engine (Go) and Jackson read.
   */
  Optional<JsonSpan> child(String name) {
    if (isObject()) {
      return members().stream()
          .filter(member -> member.name().equals(name))
          .reduce((earlier, later) -> later)
          .map(Member::value);
    }
    if (isArray() && name.matches("0|[1-9][0-9]{0,8}")) {
      List<JsonSpan> elements = elements();
      int index = Integer.parseInt(name);
      return index < elements.size() ? Optional.of(elements.get(index)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** The span of the value whose first token the parser stands on; moves to its last token. */
  private static JsonSpan valueAt(JsonParser parser, byte[] document, int base) throws IOException {
    int start = base + Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
      int close = base + Math.toIntExact(parser.currentTokenLocation().getByteOffset());
      return new JsonSpan(document, start, close + 1);
    }
    boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
    return new JsonSpan(
        document, start, text ? afterText(document, start) : afterWord(document, start));
  }

  private static int afterText(byte[] document, int openingQuote) {
    int at = openingQuote + 1;
    while (document[at] != '"') {
      at += document[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int afterWord(byte[] document, int start) {
    int at = start;
    while (at < document.length && ",]} \t\r\n".indexOf(document[at]) < 0) {
      at++;
    }
    return at;
  }
}
