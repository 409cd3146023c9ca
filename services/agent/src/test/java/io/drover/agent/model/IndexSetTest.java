package io.drover.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSetTest {

  @ParameterizedTest
  @CsvSource({
    "'', 0, ''",
    "0, 1, 0",
    "0-3, 4, 0-3",
    "'0-1,8', 3, '0-1,8'",
    "'3,1,2', 3, 1-3",
    "'0,2,4', 3, '0,2,4'",
    "'0-11,24-35\n', 24, '0-11,24-35'"
  })
  void theKernelsListsAreReadAndWritten(String text, int size, String written) {
    IndexSet set = IndexSet.parse(text);
    assertThat(set.size()).isEqualTo(size);
    assertThat(set).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1-", "-", "1,,2", "0-3-5", "3-1", "-1"})
  void whatIsNoListIsRefused(String text) {
    assertThatThrownBy(() -> IndexSet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
