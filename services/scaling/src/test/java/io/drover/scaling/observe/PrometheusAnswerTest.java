package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.model.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only whole and certain answers are values. */
class PrometheusAnswerTest {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  private static Reading<List<Long>> read(String json) throws IOException {
    return PrometheusAnswer.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String vector(String... values) {
    StringBuilder series = new StringBuilder();
    for (String value : values) {
      series
          .append(series.isEmpty() ? "" : ",")
          .append("{\"metric\":{},\"value\":[%d,\"%s\"]}".formatted(AT.getEpochSecond(), value));
    }
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}"
        .formatted(series);
  }

  @ParameterizedTest
  @CsvSource({
    "42, 42000",
    "0, 0",
    "-1.5, -1500",
    "0.0019, 1",
    "1e3, 1000000",
    "1e300, 9223372036854775807",
    "-1e300, -9223372036854775807",
  })
  void valuesAreThousandths(String value, long milli) throws IOException {
    assertThat(read(vector(value))).isEqualTo(Reading.known(List.of(milli), AT));
  }

  @Test
  void everySeriesHasItsValue() throws IOException {
    assertThat(read(vector("1", "2"))).isEqualTo(Reading.known(List.of(1000L, 2000L), AT));
  }

  @Test
  void aScalarIsOneValue() throws IOException {
    String scalar =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[%d,\"7\"]}}"
            .formatted(AT.getEpochSecond());
    assertThat(read(scalar)).isEqualTo(Reading.known(List.of(7000L), AT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "+Inf", "-Inf"})
  void whatIsNoNumberIsNoValue(String value) throws IOException {
    assertThat(read(vector("1", value)))
        .isEqualTo(Reading.unknown("the query's value is " + value + ", which is no number"));
  }

  @Test
  void anEmptyAnswerIsNotZero() throws IOException {
    assertThat(read(vector())).isEqualTo(Reading.unknown("Prometheus has no series for the query"));
  }

  @Test
  void aPartialAnswerIsNone() throws IOException {
    String partial = vector("1").replaceFirst("\\{", "{\"warnings\":[\"store away\"],");
    assertThat(read(partial))
        .isEqualTo(Reading.unknown("Prometheus' answer may be partial: store away"));
    String remark = vector("1").replaceFirst("\\{", "{\"warnings\":[\"PromQL warning: odd\"],");
    assertThat(read(remark)).isEqualTo(Reading.known(List.of(1000L), AT));
  }

  @Test
  void aRefusedQueryIsSaid() throws IOException {
    assertThat(read("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}"))
        .isEqualTo(Reading.unknown("Prometheus refuses the query: parse error"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"status\":\"success\"}", "null"})
  void somethingElseIsNoAnswer(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
  }
}
