package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.core.model.MalformedValueException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

  @ParameterizedTest(name = "weekday {0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *       | 0 1 2 3 4 5 6
          MON-FRI | 1 2 3 4 5
          mon,Wed | 1 3
          0       | 0
          7       | 0
          SUN     | 0
          FRI-SUN | 0 5 6
          5-7     | 0 5 6
          SUN-TUE | 0 1 2
          */2     | 0 2 4 6
          1/2     | 0 1 3 5
          """)
  void weekdays(String field, String values) {
    assertThat(Cron.parse("0 0 * * " + field).dayOfWeek().values())
        .containsExactlyElementsOf(numbers(values));
  }

  @ParameterizedTest(name = "minute {0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0           | 0
          */15        | 0 15 30 45
          5/20        | 5 25 45
          10-20/5     | 10 15 20
          1,1,3-4,59  | 1 3 4 59
          """)
  void minutes(String field, String values) {
    assertThat(Cron.parse(field + " 0 * * *").minute().values())
        .containsExactlyElementsOf(numbers(values));
  }

  @Test
  void monthsHaveNames() {
    assertThat(Cron.parse("0 0 1 JAN,jun-AUG *").month().values()).containsExactly(1, 6, 7, 8);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "-1 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 0 *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "1- * * * *",
        ", * * * *",
        "1,, * * * *",
        "a * * * *",
        "* * * MON *",
        "* * * * JAN",
        "? * * * *",
        "* * L * *",
        "* * * * 5#2",
        "1.5 * * * *",
        "** * * * *",
        "*/100 * * * *",
        " * * * * *",
        "* * * * * ",
        "*\t* * * *",
        "999 * * * *",
        "* * * * frı",
        "0 0 30 2 *",
        "0 0 31 2,4,6,9,11 *"
      })
  void whatIsNotACronIsAnError(String text) {
    assertThatExceptionOfType(MalformedValueException.class).isThrownBy(() -> Cron.parse(text));
  }

  @Test
  void aDayThatComesSometimesIsRight() {
    assertThat(Cron.parse("0 0 29 2 *").dayOfMonth().values()).containsExactly(29);
    assertThat(Cron.parse("0 0 30 2 MON").dayOfWeek().values()).containsExactly(1);
  }

  @Test
  void theZoneIsUtcUnlessNamed() {
    assertThat(ZonedCron.parse("0 3 * * *").zone()).isEqualTo(ZoneOffset.UTC);
    assertThat(ZonedCron.parse("0 3 * * * UTC")).isEqualTo(ZonedCron.parse("0 3 * * *"));
    assertThat(ZonedCron.parse("0 3 * * * Europe/Berlin").zone())
        .isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 18 * * MON-FRI Europe/Berlin for 5h: min=4 max=10",
        "*/15 0-6 1,15 JAN-MAR * for 30m: min=2",
        "0 0 * * SUN +02:00 for 1d: max=3"
      })
  void windowsPrintAsTheyAreRead(String text) {
    assertThat(ReplicaWindow.parse(text)).hasToString(text);
  }

  @ParameterizedTest(name = "{0} within 2 to 8 is {1} to {2}")
  @CsvSource({"min=4,4,8", "max=6,2,6", "min=3 max=20,3,20"})
  void aWindowReplacesTheBoundsThatItNames(String text, int min, int max) {
    ReplicaBounds bounds = ReplicaBounds.parse(text);
    assertThat(bounds.minOr(2)).isEqualTo(min);
    assertThat(bounds.maxOr(8)).isEqualTo(max);
    assertThat(bounds).hasToString(text);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        " ",
        "4",
        "min=",
        "min=0",
        "min=-1",
        "min=4,max=5",
        "min=4max=5",
        "min=4 ",
        " max=5",
        "min=4  max=5",
        "max=5 min=4",
        "min=4 min=5",
        "min=99999999999"
      })
  void whatAreNotBoundsIsAnError(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> ReplicaBounds.parse(text));
  }

  private static List<Integer> numbers(String values) {
    return Arrays.stream(values.split(" ")).map(Integer::valueOf).toList();
  }
}
