package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of documented limits and of the tier. */
class LimitsLabelsTest {

  @Test
  void valuesAreReadAsInAStackFile() {
    ServicePolicy policy =
        governed(
            Map.of(
                "drover.limits.cpu", "0.5",
                "drover.limits.memory", "320M",
                "drover.limits.pids", "50",
                "drover.reservations.cpu", "0.1",
                "drover.reservations.memory", "128M",
                "drover.tier", "database"));
    assertThat(policy.limits())
        .contains(
            new LimitsPolicy(
                new Allotment(
                    Resources.NONE
                        .withCpu(Cpu.ofMillicores(100))
                        .withMemory(Bytes.ofMebibytes(128)),
                    Resources.NONE
                        .withCpu(Cpu.ofMillicores(500))
                        .withMemory(Bytes.ofMebibytes(320))
                        .withPids(50))));
    assertThat(policy.tier()).contains(new TierPolicy("database"));
  }

  @Test
  void whatIsNotNamedIsNotDocumented() {
    assertThat(governed(Map.of("drover.limits.pids", "50")).limits())
        .contains(new LimitsPolicy(new Allotment(Resources.NONE, Resources.NONE.withPids(50))));
    assertThat(governed(Map.of("drover.tier", "web")).limits()).isEmpty();
  }

  @ParameterizedTest(name = "{0} = [{1}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          drover.limits.cpu          | 500m   | a number of cores such as 0.5
          drover.limits.cpu          | 0.009  | at least 0.01 cores
          drover.limits.memory       | 320Mi  | an amount of memory such as 512k, 320M
          drover.limits.memory       | 5M     | at least 6M
          drover.limits.pids         | 0      | whole number from 1
          drover.reservations.cpu    | 0      | at least 0.001 cores
          drover.reservations.memory | 3M     | at least 4M
          drover.tier                | a tier | letters, digits
          """)
  void aWrongValueIsAnsweredWithWhatIsExpected(String key, String value, String expected) {
    assertThat(problems(Map.of(key, value)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.toString()).contains(expected);
            });
  }

  @Test
  void aReservationIsNotAboveItsLimit() {
    assertThat(
            problems(
                Map.of(
                    "drover.limits.memory", "128M",
                    "drover.reservations.memory", "129M",
                    "drover.limits.cpu", "1",
                    "drover.reservations.cpu", "1")))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("drover.reservations.memory", "no more than drover.limits.memory"));
  }

  private static ServicePolicy governed(Map<String, String> labels) {
    return ((Parsed.Governed)
            PolicyParser.parse(Services.with(Services.REPLICATED, labels, Map.of())))
        .policy();
  }

  private static List<PolicyProblem> problems(Map<String, String> labels) {
    return ((Parsed.Rejected)
            PolicyParser.parse(Services.with(Services.REPLICATED, labels, Map.of())))
        .problems();
  }
}
