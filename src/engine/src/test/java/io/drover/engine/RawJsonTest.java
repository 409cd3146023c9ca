package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits at places named by JSON pointers. */
class RawJsonTest {

  @ParameterizedTest(name = "{0} with {1} = {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":2}            | /a      | 9      | {"a":9,"b":2}
          { "a" : 1 }              | /b      | 2      | { "a" : 1,"b":2 }
          {}                       | /a      | 1      | {"a":1}
          { }                      | /a      | 1      | {"a":1 }
          {}                       | /a/b/c  | 1      | {"a":{"b":{"c":1}}}
          {"a":null}               | /a/b    | 1      | {"a":{"b":1}}
          {"a":[1,2 ,3]}           | /a/1    | [ ]    | {"a":[1,[ ] ,3]}
          {"a":1,"a":2}            | /a      | 3      | {"a":1,"a":3}
          {"a":{"b":1},"a":{}}     | /a/b    | 2      | {"a":{"b":1},"a":{"b":2}}
          {"a/b":1,"c~d":2,"":3}   | /a~1b   | 9      | {"a/b":9,"c~d":2,"":3}
          {"a/b":1,"c~d":2,"":3}   | /c~0d   | 9      | {"a/b":1,"c~d":9,"":3}
          {"a/b":1,"c~d":2,"":3}   | /       | 9      | {"a/b":1,"c~d":2,"":9}
          {"~1":1}                 | /~01    | 9      | {"~1":9}
          {"\\u0061":1}            | /a      | 9      | {"\\u0061":9}
          {"a":"\\"}","b":1}       | /b      | 9      | {"a":"\\"}","b":9}
          {"ü":1.50,"b":-0}        | /b      | 9      | {"ü":1.50,"b":9}
          [true,false]             | /1      | null   | [true,null]
          """)
  void replacesOrAdds(String document, String pointer, String literal, String expected) {
    assertThat(RawJson.of(document).with(pointer, literal)).hasToString(expected);
  }

  @ParameterizedTest(name = "{0} without {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":2,"c":3}      | /a      | {"b":2,"c":3}
          {"a":1, "b":2 ,"c":3}    | /b      | {"a":1 ,"c":3}
          {"a":1,"b":2,"c":3}      | /c      | {"a":1,"b":2}
          { "a":1 }                | /a      | {  }
          {"a":1,"b":2,"a":3}      | /a      | {"b":2}
          {"a":1,"a":2,"a":3}      | /a      | {}
          {"a":{"b":1,"b":2}}      | /a/b    | {"a":{}}
          [1,2,3]                  | /1      | [1,3]
          [1,2,3]                  | /2      | [1,2]
          [1]                      | /0      | []
          [1]                      | /1      | [1]
          [1]                      | /-      | [1]
          {"a":1}                  | /a/b    | {"a":1}
          """)
  void takesOut(String document, String pointer, String expected) {
    assertThat(RawJson.of(document).without(pointer)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1 2", "{\"a\":}", "nul", "{} x", "01", "{\"a\":1,}", "'a'"})
  void whatIsNotOneValueIsRefusedAsDocumentAndAsLiteral(String text) {
    assertThatThrownBy(() -> RawJson.of(text).find("/a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawJson.of("{}").with("/a", text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}    | /a/b
          {"a":"x"}  | /a/b
          {"a":[1]}  | /a/1
          {"a":[1]}  | /a/b
          {"a":[1]}  | /a/-1
          {"a":[1]}  | /a/00
          {"a":1}    | a
          """)
  void whereThereIsNoPlaceNothingIsPut(String document, String pointer) {
    assertThatThrownBy(() -> RawJson.of(document).with(pointer, "2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void elementsAreTheBytesOfEach() {
    assertThat(RawJson.of("[ {\"a\" : 1.0} ,2,\"]\" ]").elements())
        .containsExactly(RawJson.of("{\"a\" : 1.0}"), RawJson.of("2"), RawJson.of("\"]\""));
    assertThat(RawJson.of("[]").elements()).isEmpty();
    assertThatThrownBy(() -> RawJson.of("{}").elements())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsBytesAreNobodyElses() {
    byte[] bytes = {'1'};
    RawJson json = RawJson.of(bytes);
    bytes[0] = '2';
    json.bytes()[0] = '3';
    assertThat(json).hasToString("1").isEqualTo(RawJson.of("1")).isNotEqualTo(RawJson.of("2"));
  }

  @Test
  void quotedTextReadsBackAsItself() {
    String text = "\"\\\n\u0000\u2028ü\ud83d\udc0b</script>";
    RawJson json = RawJson.of("{}").with("/t", RawJson.quote(text));
    assertThat(json.tree().path("t").asText()).isEqualTo(text);
  }

  @Test
  void theWholeCanBeReplacedButNotTakenOut() {
    assertThat(RawJson.of(" {} ").with("", "[1]")).hasToString(" [1] ");
    assertThatThrownBy(() -> RawJson.of("{}").without(""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
