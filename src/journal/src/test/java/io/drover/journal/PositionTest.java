package io.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @ParameterizedTest
  @ValueSource(strings = {"id", "", "with blanks in it", "é 😀"})
  void aCursorLeadsBack(String id) {
    Position position = new Position(Decisions.START, 42, id);
    assertThat(Position.ofCursor(position.toCursor())).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "bm90IGEgY3Vyc29y"})
  void whatIsNoCursorIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.ofCursor(text));
  }

  @Test
  void timeThenNumberThenIdDecide() {
    assertThat(new Position(Decisions.START, 9, "z"))
        .isLessThan(new Position(Decisions.START.plusNanos(1_000), 1, "a"))
        .isLessThan(new Position(Decisions.START, 10, "a"))
        .isGreaterThan(new Position(Decisions.START, 9, "a"));
  }
}
