package io.drover.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  /** Most rows are from apimachinery's own tests of the canonical form. */
  @ParameterizedTest(name = "{0} is {1} units, printed {2}")
  @CsvSource(
      textBlock =
          """
          0,              0,                     0
          0.000,          0,                     0
          -0,             0,                     0
          12,             12,                    12
          +5,             5,                     5
          -5,             -5,                    -5
          1.,             1,                     1
          .5,             0.5,                   500m
          0.5,            0.5,                   500m
          500m,           0.5,                   500m
          1000m,          1,                     1
          1500m,          1.5,                   1500m
          0.0001k,        0.1,                   100m
          100.035k,       100035,                100035
          1000000,        1000000,               1M
          1500k,          1500000,               1500k
          2G,             2000000000,            2G
          1n,             0.000000001,           1n
          7u,             0.000007,              7u
          1E,             1000000000000000000,   1E
          1000E,          1000000000000000000000, 1000E
          1Ki,            1024,                  1Ki
          1024Ki,         1048576,               1Mi
          0.5Mi,          524288,                512Ki
          .5Ki,           512,                   512
          1Ki,            1024,                  1Ki
          -1Ki,           -1024,                 -1Ki
          1.5Gi,          1610612736,            1536Mi
          0.1Mi,          104857.6,              104857600m
          8Ei,            9223372036854775808,   8Ei
          1e3,            1000,                  1e3
          1E3,            1000,                  1e3
          12.3e6,         12300000,              12300e3
          1e-3,           0.001,                 1e-3
          1e2,            100,                   100
          5e+3,           5000,                  5e3
          """)
  void readsAndPrintsLikeKubernetes(String text, BigDecimal amount, String canonical) {
    Quantity quantity = Quantity.parse(text);
    assertThat(quantity.amount()).isEqualByComparingTo(amount);
    assertThat(quantity).hasToString(canonical);
    assertThat(Quantity.parse(canonical)).isEqualTo(quantity);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        " ",
        "1 ",
        " 1",
        "1 Gi",
        ".",
        "+",
        "-",
        "--1",
        "+-1",
        "1.1.1",
        "1,5",
        "abc",
        "NaN",
        "Infinity",
        "0x10",
        "1i",
        "1KI",
        "1ki",
        "1K",
        "1mi",
        "1g",
        "1e",
        "1E+",
        "1e1.5",
        "1e1000",
        "1e-999",
        "1e373",
        "1Gi ",
        "1GiB",
        "1%",
        "m",
        "Gi",
        "1\n",
        "1\u00a0",
        "１",
        "٣",
        "1_000"
      })
  void whatIsNotAQuantityIsAnErrorThatNamesIt(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Quantity.parse(text))
        .satisfies(error -> assertThat(error.text()).isEqualTo(text))
        .withMessageContaining("expected a quantity such as 500m");
  }

  @Test
  void aTextThatIsTooLongIsAnError() {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Quantity.parse("1".repeat(129)))
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(200));
    assertThat(Quantity.parse("1".repeat(128)).value()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest(name = "{0} is {1} units, {2} thousandths")
  @CsvSource(
      textBlock =
          """
          1,                    1,                    1000
          1m,                   1,                    1
          1001m,                2,                    1001
          0.1m,                 1,                    1
          1n,                   1,                    1
          -1n,                  -1,                   -1
          -1001m,               -2,                   -1001
          9223372036854775807,  9223372036854775807,  9223372036854775807
          9223372036854775808,  9223372036854775807,  9223372036854775807
          -9223372036854775809, -9223372036854775808, -9223372036854775808
          9223372036854775.807, 9223372036854776,     9223372036854775807
          100E,                 9223372036854775807,  9223372036854775807
          1e300,                9223372036854775807,  9223372036854775807
          """)
  void wholeAndMilliValuesRoundAwayFromZeroAndSaturate(String text, long value, long milli) {
    assertThat(Quantity.parse(text).value()).isEqualTo(value);
    assertThat(Quantity.parse(text).milliValue()).isEqualTo(milli);
  }

  @Test
  void finerThanANanoIsRoundedAwayFromZero() {
    assertThat(Quantity.parse("0.1n")).isEqualTo(Quantity.parse("1n"));
    assertThat(Quantity.parse("-1.5n")).isEqualTo(Quantity.parse("-2n"));
    assertThat(Quantity.parse("1e-300")).isEqualByComparingTo(Quantity.parse("1n"));
  }

  @Test
  void orderLooksAtTheAmountAndEqualityAtTheNotationToo() {
    assertThat(Quantity.parse("1Ki")).isEqualByComparingTo(Quantity.parse("1024"));
    assertThat(Quantity.parse("1Ki")).isNotEqualTo(Quantity.parse("1024"));
    assertThat(Quantity.parse("1.50")).isEqualTo(Quantity.parse("1500m"));
    assertThat(Quantity.parse("999m")).isLessThan(Quantity.of(1));
  }

  @Test
  void becomesCpuAndBytes() {
    assertThat(Quantity.parse("500m").toCpu()).isEqualTo(Cpu.ofMillicores(500));
    assertThat(Quantity.parse("1n").toCpu()).isEqualTo(Cpu.ofNanos(1));
    assertThat(Quantity.parse("320Mi").toBytes()).isEqualTo(Bytes.ofMebibytes(320));
    assertThat(Quantity.parse("320M").toBytes()).isEqualTo(Bytes.of(320_000_000));
    assertThat(Quantity.parse("1500m").toBytes()).isEqualTo(Bytes.of(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1n", "-1", "9223372037", "1e300"})
  void whatNoCpuCanBeIsAnError(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Quantity.parse(text).toCpu())
        .withMessageContaining("an amount of CPU");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1n", "-1Gi", "8Ei", "1e300"})
  void whatNoMemoryCanBeIsAnError(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Quantity.parse(text).toBytes())
        .withMessageContaining("an amount of memory");
  }

  @Test
  void everyQuantitySurvivesPrintingAndNoTextThrowsAnythingElse() {
    long seed = Long.getLong("drover.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    String pieces = "0123456789012345678901234567890123456789.+-eEnumkMGTPiK ";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(1, 24); n > 0; n--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      try {
        Quantity quantity = Quantity.parse(text.toString());
        assertThat(Quantity.parse(quantity.toString()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(quantity);
        assertThat(Math.abs((double) quantity.milliValue()))
            .as("seed %d: %s", seed, text)
            .isGreaterThanOrEqualTo(Math.abs((double) quantity.value()));
        read++;
      } catch (MalformedValueException own) {
        assertThat(own.text()).as("seed %d", seed).isEqualTo(text.toString());
      }
    }
    assertThat(read).as("seed %d: texts that were quantities", seed).isGreaterThan(500);
  }
}
