package io.drover.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeQuantitiesTest {

  @ParameterizedTest(name = "memory {0} is {1} bytes, printed {2}")
  @CsvSource(
      textBlock =
          """
          0,      0,          0B
          1,      1,          1B
          10b,    10,         10B
          1k,     1024,       1K
          1kb,    1024,       1K
          1KB,    1024,       1K
          320M,   335544320,  320M
          320mb,  335544320,  320M
          1G,     1073741824, 1G
          16g,    17179869184, 16G
          1.5gb,  1610612736, 1536M
          0.3k,   307,        307B
          """)
  void memorySuffixesAreBinary(String text, long bytes, String printed) {
    assertThat(ComposeQuantities.memory(text)).isEqualTo(Bytes.of(bytes));
    assertThat(ComposeQuantities.format(Bytes.of(bytes))).isEqualTo(printed);
    assertThat(ComposeQuantities.memory(printed)).isEqualTo(Bytes.of(bytes));
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        " ",
        "-1M",
        "M",
        "1 M",
        "1Mi",
        "1MiB",
        "1t",
        ".5g",
        "1.g",
        "1e3",
        "NaN",
        "1m\n",
        "0x1",
        "9999999999999999999",
        "9999999999g",
        "1mbb",
        "1bk",
        "٣m",
        "1\u212a"
      })
  void badMemoryIsAnErrorThatNamesIt(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> ComposeQuantities.memory(text))
        .satisfies(error -> assertThat(error.text()).isEqualTo(text))
        .withMessageContaining("320M");
  }

  @ParameterizedTest(name = "cpus {0} is {1} nano-cores, printed {2}")
  @CsvSource(
      textBlock =
          """
          0,           0,           0
          0.5,         500000000,   0.5
          .25,         250000000,   0.25
          2.0,         2000000000,  2
          100,         100000000000, 100
          0.000000001, 1,           0.000000001
          """)
  void cpusAreDecimalCores(String text, long nanos, String printed) {
    assertThat(ComposeQuantities.cpus(text)).isEqualTo(Cpu.ofNanos(nanos));
    assertThat(ComposeQuantities.format(Cpu.ofNanos(nanos))).isEqualTo(printed);
    assertThat(ComposeQuantities.cpus(printed)).isEqualTo(Cpu.ofNanos(nanos));
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "500m",
        "1.",
        "1,5",
        "0.0000000001",
        "9999999999",
        "1e3",
        "NaN"
      })
  void badCpusAreAnErrorThatNamesThem(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> ComposeQuantities.cpus(text))
        .satisfies(error -> assertThat(error.text()).isEqualTo(text));
  }
}
