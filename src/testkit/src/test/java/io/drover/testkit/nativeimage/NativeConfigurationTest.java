package io.drover.testkit.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Names that stand for nothing are found: the compiler would only pass over them. */
class NativeConfigurationTest {
  private static NativeConfiguration of(String members, String arguments)
      throws JsonProcessingException {
    return NativeConfiguration.of("", new ObjectMapper().readTree(members), arguments);
  }

  @Test
  void whatExistsIsRight() throws JsonProcessingException {
    NativeConfiguration configuration =
        of(
            """
            [ { "name": "java.lang.String",
                "fields": [{ "name": "value" }],
                "methods": [
                  { "name": "<init>", "parameterTypes": ["byte[]", "java.lang.String"] },
                  { "name": "toCharArray", "parameterTypes": [] } ] },
              { "name": "java.util.Map$Entry",
                "methods": [{ "name": "getKey", "parameterTypes": [] }] } ]
            """,
            "-Os --initialize-at-run-time=io.drover.testkit,io.drover.testkit.Eventually");
    assertThat(configuration.problems()).isEmpty();
  }

  @Test
  void whatDoesNotIsNamed() throws JsonProcessingException {
    NativeConfiguration configuration =
        of(
            """
            [ { "name": "java.lang.Sting" },
              { "name": "java.lang.String",
                "fields": [{ "name": "values" }],
                "methods": [{ "name": "toCharArray", "parameterTypes": ["int"] }] } ]
            """,
            "--initialize-at-run-time=io.drover.nowhere");
    assertThat(configuration.problems())
        .containsExactly(
            "a native image is told of java.lang.Sting, which doesn't exist",
            "a native image is told of java.lang.String.values, which doesn't exist",
            "a native image is told of java.lang.String.toCharArray[int], which doesn't exist",
            "nothing is named io.drover.nowhere that could be initialized at run time");
  }
}
