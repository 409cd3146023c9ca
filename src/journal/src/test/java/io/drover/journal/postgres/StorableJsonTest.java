package io.drover.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableJsonTest {

  @Test
  void onlyTheCharacterIsReplaced() {
    assertThat(StorableJson.of("{\"a\": \"b\"}")).isEqualTo("{\"a\": \"b\"}");
    assertThat(StorableJson.of("\"\\u0000\\u0000x\\u00001\""))
        .isEqualTo("\"\\ufffd\\ufffdx\\ufffd1\"");
    assertThat(StorableJson.of("\"\\\\u0000\""))
        .as("an escaped backslash")
        .isEqualTo("\"\\\\u0000\"");
    assertThat(StorableJson.of("\"\\\\\\u0000\"")).isEqualTo("\"\\\\\\ufffd\"");
    String many = "\\\\".repeat(1_000_000);
    assertThat(StorableJson.of(many + "\\u0000")).isEqualTo(many + "\\ufffd");
  }
}
