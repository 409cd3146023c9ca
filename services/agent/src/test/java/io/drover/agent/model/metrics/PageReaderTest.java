package io.drover.agent.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.agent.model.metrics.Series.Kind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderTest {

  private static Map<String, Series> read(String page, String... wanted) {
    PageReader reader = new PageReader(Set.of(wanted));
    page.lines().forEach(reader::line);
    return reader.found();
  }

  @Test
  void seriesOfAWantedNameAreReadAndOthersPassedOver() {
    Map<String, Series> found =
        read(
            """
            # HELP http_requests_total Requests.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="post",code="400",}    3 1395066363000

            # A comment, and a gauge without labels.
            queue 12.5e1
            other{ whatever this is
            """,
            "http_requests_total",
            "queue",
            "absent");
    assertThat(found)
        .containsOnlyKeys("http_requests_total", "queue")
        .containsEntry("queue", new Series(Kind.GAUGE, Map.of("", 125.0)));
    assertThat(found.get("http_requests_total").kind()).isEqualTo(Kind.COUNTER);
    assertThat(found.get("http_requests_total").values().values())
        .containsExactlyInAnyOrder(1027.0, 3.0);
  }

  @Test
  void labelsMayHoldAnythingThatIsEscaped() {
    Map<String, Series> found =
        read(
            """
            jobs{dir="C:\\\\DIR\\\\",say="a \\"b\\" {c}, #d=\\n"} 1
            jobs { dir = "x" , } 2
            \tjobs{}\t3
            """,
            "jobs");
    assertThat(found.get("jobs").values().values()).containsExactlyInAnyOrder(1.0, 2.0, 3.0);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN,NaN",
    "+Inf,Infinity",
    "Inf,Infinity",
    "-Inf,-Infinity",
    "-1.5,-1.5",
    "1e3,1000",
    ".5,0.5",
  })
  void valuesAreWrittenAsGoDoes(String text, double value) {
    assertThat(read("jobs " + text, "jobs").get("jobs").values()).containsEntry("", value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobs",
        "jobs ",
        "jobs 1d",
        "jobs 0x10",
        "jobs e",
        "jobs Infinity",
        "jobs{a=\"b\" 1",
        "jobs{a=\"b} 1",
        "jobs{a=\"b\\",
        "jobs{a='b'} 1",
        "jobs{a=\"b\"c=\"d\"} 1",
        "jobs{=\"b\"} 1",
        "<!DOCTYPE html>",
        "{\"error\": \"not found\"}",
        "other",
        "9lives 1",
      })
  void whatIsNoPageIsRefusedAsAWhole(String line) {
    assertThatThrownBy(() -> read("# fine\n" + line, "jobs"))
        .isInstanceOf(MalformedPageException.class)
        .hasMessageStartingWith("line 2: expected ");
  }

  @Test
  void aSeriesThatIsThereTwiceIsAMistake() {
    assertThatThrownBy(() -> read("jobs{a=\"1\"} 1\njobs{a = \"1\",} 2", "jobs"))
        .hasMessage("line 2: jobs{a=\"1\",} is there twice");
  }

  @Test
  void seriesAreCounted() {
    PageReader reader = new PageReader(Set.of("jobs"));
    for (int i = 0; i < PageReader.MOST_SERIES; i++) {
      reader.line("jobs{n=\"%d\"} 1".formatted(i));
    }
    assertThat(reader.found().get("jobs").values()).hasSize(PageReader.MOST_SERIES);
    assertThatThrownBy(() -> reader.line("jobs 1"))
        .hasMessage("line 10001: more than 10000 series are asked for");
  }

  @ParameterizedTest
  @CsvSource({
    "counter, jobs, COUNTER",
    "gauge, jobs_total, GAUGE",
    "untyped, jobs_total, COUNTER",
    "unknown, jobs, GAUGE",
    "summary, jobs, PART",
  })
  void theTypeThatIsSaidCountsBeforeTheName(String type, String name, Kind kind) {
    String page = "# TYPE %s %s\n%s 1".formatted(name, type, name);
    assertThat(read(page, name).get(name).kind()).isEqualTo(kind);
  }

  @Test
  void partsOfDistributionsAreToldApart() {
    Map<String, Series> found =
        read(
            """
            # TYPE latency histogram
            latency_bucket{le="0.1"} 1
            latency_bucket{le="+Inf"} 2
            latency_sum 0.5
            latency_count 2
            # TYPE people_count gauge
            people_count 7
            """,
            "latency_bucket",
            "latency_sum",
            "latency_count",
            "people_count");
    assertThat(found.get("latency_bucket").kind()).isEqualTo(Kind.PART);
    assertThat(found.get("latency_sum").kind()).isEqualTo(Kind.COUNTER);
    assertThat(found.get("latency_count").kind()).isEqualTo(Kind.COUNTER);
    assertThat(found.get("people_count").kind()).isEqualTo(Kind.GAUGE);
  }

  @Test
  void openMetricsIsReadToo() {
    Map<String, Series> found =
        read(
            """
            # TYPE foo counter
            # UNIT foo seconds
            foo_total{a="b"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
            foo_created{a="b"} 1520872607.123
            # EOF
            """,
            "foo_total",
            "foo_created");
    assertThat(found.get("foo_total"))
        .isEqualTo(new Series(Kind.COUNTER, Map.of("{a=\"b\",}", 17.0)));
    assertThat(found.get("foo_created").kind()).isEqualTo(Kind.GAUGE);
  }
}
