package io.drover.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cpu, Bytes, Share, Bandwidth and Resources. */
class AmountsTest {

  @ParameterizedTest(name = "{0} nano-cores are {1} milli-cores, printed {2}")
  @CsvSource({
    "0,0,0",
    "1,1,0.000000001",
    "500000000,500,500m",
    "1000000000,1000,1",
    "1500000000,1500,1500m",
    "1500000001,1501,1.500000001"
  })
  void cpuRoundsUpToMillicoresAndPrintsExactly(long nanos, long millicores, String text) {
    Cpu cpu = Cpu.ofNanos(nanos);
    assertThat(cpu.millicores()).isEqualTo(millicores);
    assertThat(cpu).hasToString(text);
    assertThat(Quantity.parse(text).toCpu()).isEqualTo(cpu);
  }

  @Test
  void cpuOfCoresRoundsUpToANanoCore() {
    assertThat(Cpu.ofCores(new BigDecimal("0.25"))).isEqualTo(Cpu.ofMillicores(250));
    assertThat(Cpu.ofCores(new BigDecimal("1e-12"))).isEqualTo(Cpu.ofNanos(1));
  }

  @Test
  void sumsThatDoNotFitAreErrors() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Cpu.ofNanos(Long.MAX_VALUE).plus(Cpu.ofNanos(1)));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Bytes.of(Long.MAX_VALUE).plus(Bytes.of(1)));
    assertThat(Cpu.ofMillicores(1).plus(Cpu.ofMillicores(2))).isEqualTo(Cpu.ofMillicores(3));
  }

  @Test
  void noAmountIsNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> Cpu.ofNanos(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bandwidth(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Share.ofPercent(-1));
  }

  @ParameterizedTest(name = "{0} bytes are printed {1}")
  @CsvSource({"0,0", "1023,1023", "1024,1Ki", "1536,1536", "335544320,320Mi", "1073741824,1Gi"})
  void bytesPrintWithTheLargestExactSuffix(long bytes, String text) {
    assertThat(Bytes.of(bytes)).hasToString(text);
    assertThat(Quantity.parse(text).toBytes()).isEqualTo(Bytes.of(bytes));
  }

  @ParameterizedTest(name = "{0} is {1}, printed {2}")
  @CsvSource({"0%,0,0%", "70%,0.7,70%", "12.50%,0.125,12.5%", "150%,1.5,150%", "100%,1,100%"})
  void sharesArePercentages(String text, BigDecimal fraction, String printed) {
    assertThat(Share.parse(text).fraction()).isEqualByComparingTo(fraction);
    assertThat(Share.parse(text)).hasToString(printed);
    assertThat(Share.parse(printed)).isEqualTo(Share.parse(text));
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {"", "%", "70", "70 %", " 70%", "-1%", "70%%", "7e1%", "NaN%", "0.7", "٣%"})
  void whatIsNotAPercentageIsAnError(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Share.parse(text))
        .satisfies(error -> assertThat(error.text()).isEqualTo(text));
  }

  @ParameterizedTest(name = "{0} is {1} bit/s, printed {2}")
  @CsvSource({
    "1bps,1,1bps", "500Mbps,500000000,500Mbps", "1Gbps,1000000000,1Gbps",
    "2.5Gbps,2500000000,2500Mbps", "20Gbps,20000000000,20Gbps", "0kbps,0,0bps"
  })
  void bandwidthIsDecimal(String text, long bits, String printed) {
    assertThat(Bandwidth.parse(text)).isEqualTo(new Bandwidth(bits)).hasToString(printed);
    assertThat(Bandwidth.parse(printed)).isEqualTo(new Bandwidth(bits));
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {"", "1", "1G", "1gbps", "1 Gbps", "-1Gbps", "0.5bps", "99999999999Tbps", "1GBps"})
  void whatIsNotABandwidthIsAnError(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Bandwidth.parse(text));
  }

  @Test
  void whatIsNotDeclaredIsAbsentAndNotZero() {
    assertThat(Resources.NONE.cpu()).isEmpty();
    Resources some = Resources.NONE.withCpu(Cpu.ZERO).withPids(100);
    assertThat(some.cpu()).contains(Cpu.ZERO);
    assertThat(some.memory()).isEmpty();
    assertThat(some.pids()).contains(100L);
    assertThat(some)
        .isEqualTo(Resources.NONE.withPids(100).withCpu(Cpu.ZERO))
        .isNotEqualTo(Resources.NONE);
  }

  @Test
  void messagesStayOnOneLineAndShort() {
    String message =
        new MalformedValueException("a\nb\u200b" + "x".repeat(500), "less").getMessage();
    assertThat(message)
        .startsWith("\"a\\u{a}b\\u{200b}xxx")
        .endsWith("x…\": expected less")
        .hasSizeLessThan(140);
  }
}
