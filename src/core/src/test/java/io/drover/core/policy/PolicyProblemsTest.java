package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What wrong labels are answered with. */
class PolicyProblemsTest {
  private static final Map<String, String> RIGHT =
      Map.of(
          "drover.scale.max", "8",
          "drover.scale.cpu", "500m",
          "drover.resize.mode", "off",
          "drover.route.backend", "web",
          "drover.route.port", "80",
          "drover.metrics.port", "8080",
          "drover.backup.schedule", "0 3 * * *");

  @ParameterizedTest(name = "{0} = [{1}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          drover.mode                 | Enforce          | enforce | observe
          drover.mode                 | ""               | enforce | observe
          drover.scale.min            | 0                | whole number from 1
          drover.scale.min            | -1               | whole number from 1
          drover.scale.min            | " 2"             | whole number from 1
          drover.scale.min            | +2               | whole number from 1
          drover.scale.min            | 2.0              | whole number from 1
          drover.scale.min            | ٢                | whole number from 1
          drover.scale.min            | 9                | no more than drover.scale.max, which is 8
          drover.scale.max            | 0                | whole number from 1
          drover.scale.max            | ""               | whole number from 1
          drover.scale.max            | "  "             | whole number from 1
          drover.scale.max            | 2147483648       | whole number from 1
          drover.scale.max            | 99999999999999999999 | whole number from 1
          drover.scale.max            | eight            | whole number from 1
          drover.scale.cpu            | 0%               | whole percent
          drover.scale.cpu            | -70%             | whole percent
          drover.scale.cpu            | 70.5%            | whole percent
          drover.scale.cpu            | 70 %             | whole percent
          drover.scale.cpu            | 0                | more than 0
          drover.scale.cpu            | -500m            | an amount of CPU
          drover.scale.cpu            | NaN              | a quantity
          drover.scale.cpu            | 1e99             | an amount of CPU
          drover.scale.memory         | 1GB              | a quantity
          drover.scale.memory         | 0Gi              | more than 0
          drover.scale.memory         | 16Ei             | an amount of memory
          drover.scale.metric.rps     | 0                | more than 0
          drover.scale.metric.rps     | -1/task          | more than 0
          drover.scale.metric.rps     | 100/tasks        | a quantity
          drover.scale.metric.rps     | 100 / task       | a quantity
          drover.scale.up.policies    | ""               | no empty item
          drover.scale.up.policies    | 50%              | tasks or percent per period
          drover.scale.up.policies    | 50%/60           | PT5M in place of "60"
          drover.scale.up.policies    | 50%/0s           | from 1s to 1800s
          drover.scale.up.policies    | 4/60s,50%/1801s  | from 1s to 1800s in place of "30m1s"
          drover.scale.up.policies    | 50%/1500ms       | from 1s to 1800s
          drover.scale.up.policies    | 0/60s            | whole number from 1
          drover.scale.up.policies    | 4/60s,,50%/60s   | no empty item
          drover.scale.up.policies    | 4/60s,4/1m       | each policy once
          drover.scale.down.policies  | 10%/60s;1/60s    | a duration
          drover.scale.up.window      | 3601s            | from 0s to 3600s
          drover.scale.up.window      | 500ms            | from 0s to 3600s
          drover.scale.down.window    | 300              | a duration
          drover.scale.down.window    | -5m              | a duration
          drover.scale.up.select      | average          | one of max | min | off
          drover.scale.down.select    | MAX              | one of max | min | off
          drover.scale.tolerance      | 10               | from 0 to 1
          drover.scale.tolerance      | -0.1             | from 0 to 1
          drover.scale.aliases        | orbiter          | one of swarm-hpa
          drover.scale.fallback       | 4                | TASKS after ROUNDS
          drover.scale.fallback       | 0 after 3        | from 1
          drover.scale.fallback       | 4 after 0        | from 1
          drover.scale.tolerance      | NaN              | a quantity
          drover.schedule.evening     | 0 18 * * MON-FRI | for length
          drover.schedule.evening     | 0 25 * * * for 5h: min=4 | an hour (0-23)
          drover.schedule.evening     | 0 18 * * * Mars/Base for 5h: min=4 | a time zone
          drover.schedule.evening     | 0 18 * * * for 32d: min=4 | a length from 1m to 31d
          drover.schedule.evening     | 0 18 * * * for 0s: min=4 | a length from 1m to 31d
          drover.schedule.evening     | 0 18 * * * for 5h: min=4 max=3 | min not above max
          drover.schedule.evening     | 0 18 * * * for 5h: max=4 min=3 | min=N
          drover.schedule.evening     | 0 18 * * * for 5h: min=9 | the window would have min=9 max=8
          drover.resize.mode          | on               | off | recommend | initial | auto
          drover.resize.min           | cpu=1,cpu=2      | each above 0 and once
          drover.resize.min           | 4Gi              | cpu=quantity
          drover.resize.min           | disk=4Gi         | one of cpu | memory
          drover.resize.max           | memory=0         | each above 0 and once
          drover.resize.resources     | cpu,cpu          | each resource once
          drover.resize.values        | limits           | requests-and-limits | requests
          drover.resize.mode          | in-place         | drover.resize.window beside in-place
          drover.resize.window        | 0 2 * * SUN      | minute hour day month weekday [zone] for length
          drover.resize.window        | 0 2 * * SUN for 10s | a length from 1m to 31d
          drover.resize.window        | "0 2 * * SUN for 1h;" | minute hour day month weekday [zone] for length
          drover.place.iops           | 3k               | whole number from 1
          drover.place.bandwidth      | 1GBps            | a bandwidth such as
          drover.place.rebalance      | true             | off | auto
          drover.node.cpuset          | 7-0              | numbers and ranges
          drover.node.cpuset          | exclusive:0      | whole number from 1 to 8192
          drover.node.cpuset          | exclusive:       | whole number from 1 to 8192
          drover.node.cpuset          | exclusive: 4     | whole number from 1 to 8192
          drover.node.cpuset          | exclusive:0-3    | whole number from 1 to 8192
          drover.node.cpuset          | shared:4         | whole number from 0 to 8191
          drover.node.cpuset          | 0-99999999       | whole number from 0 to 8191
          drover.node.numa            | all              | whole number from 0 to 8191
          drover.node.memswap         | -1               | more than 0, or unlimited
          drover.node.oom-score       | -1001            | from -1000 to 1000
          drover.node.cpu-shares      | 1                | from 2 to 262144
          drover.metrics.port         | 0                | from 1 to 65535
          drover.metrics.path         | metrics          | a path that starts with /
          drover.metrics.path         | /a b             | a path that starts with /
          drover.route.backend        | web; shutdown    | letters, digits
          drover.route.port           | 65536            | from 1 to 65535
          drover.route.check          | health           | a path that starts with /
          drover.route.weight         | 257              | from 0 to 256
          drover.route.maxconn        | 0                | whole number from 1
          drover.backup.schedule      | @daily           | minute hour day month weekday
          drover.backup.volumes       | a,a              | each once
          drover.backup.volumes       | ../etc           | names of volumes
          drover.backup.stop          | yes              | true or false
          drover.backup.before        | " "              | one line of text
          drover.backup.after         | " "              | one line of text
          drover.backup.timeout       | 500ms            | 1s to 1d
          drover.backup.timeout       | 2d               | 1s to 1d
          drover.backup.order         | first            | a whole number from -1000 to 1000
          drover.backup.rate          | 20Mi             | a bandwidth
          drover.backup.rate          | 1kbps            | at least 8kbps
          drover.backup.keep          | 7                | last=3
          drover.backup.keep          | daily=7,daily=8  | each once
          drover.backup.keep          | within=0d        | more than 0
          drover.failover.record      | app              | a full DNS name
          drover.failover.record      | app.local.       | a full DNS name
          """)
  void aWrongValueIsOneProblemThatSaysWhatIsExpected(String key, String value, String expected) {
    Map<String, String> labels = new HashMap<>(RIGHT);
    labels.put(key, value);
    assertThat(problems(labels))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.service()).isEqualTo("medianest_app");
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.value()).isEqualTo(value);
              assertThat(problem.expected()).contains(expected);
            });
  }

  @ParameterizedTest(name = "{0}: did you mean {1}?")
  @CsvSource({
    "drover.scale.mx, drover.scale.max",
    "drover.scale.mni, drover.scale.min",
    "drover.scale.mxa, drover.scale.max",
    "Drover.Scale.Max, drover.scale.max",
    "' drover.scale.max', drover.scale.max",
    "drover.scale, drover.scale.min",
    "drover, drover.mode",
    "drover., drover.mode",
    "drover.scale.up.policy, drover.scale.up.policies",
    "drover.scale.metrics, drover.scale.metric.<name>",
    "drover.scale.metric.qps.qurey, drover.scale.metric.qps.query",
    "drover.scale.metrik.qps, drover.scale.metric.qps",
    "drover.shedule.evening, drover.schedule.evening",
    "drover.shedule, drover.schedule.<name>",
    "drover.route.prot, drover.route.port",
    "drover.node.oom_score, drover.node.oom-score",
    "drover.failover.records, drover.failover.record"
  })
  void anUnknownKeyIsReportedWithTheNearestOne(String key, String nearest) {
    Map<String, String> labels = new HashMap<>(RIGHT);
    labels.put(key, "2");
    assertThat(problems(labels))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.expected()).contains("the nearest is " + nearest);
            });
  }

  @Test
  void aBadNameInAKeyIsSaid() {
    assertThat(problems(Map.of("drover.schedule.a b", "0 18 * * * for 5h: min=4")))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("\"drover.schedule.a b\"")
                    .contains("a name of letters, digits"));
  }

  @Test
  void everyProblemIsReportedAtOnceInTheOrderOfTheKeys() {
    List<PolicyProblem> problems =
        problems(
            Map.of(
                "drover.scale.max", "lots",
                "drover.scale.cpu", "70",
                "drover.scale.memory", "-1",
                "drover.scale.up.polcies", "4/60s",
                "drover.route.port", "http",
                "drover.route.backend", "web",
                "drover.mode", "on"));
    assertThat(problems)
        .extracting(PolicyProblem::key)
        .containsExactly(
            "drover.mode",
            "drover.route.port",
            "drover.scale.max",
            "drover.scale.memory",
            "drover.scale.up.polcies");
  }

  @Test
  void keysThatDifferInCaseAreNotTakenForEachOther() {
    assertThat(problems(Map.of("drover.scale.max", "8", "drover.scale.MAX", "9")))
        .extracting(PolicyProblem::key)
        .containsExactly("drover.scale.MAX");
  }

  @ParameterizedTest(name = "{0} needs {1}")
  @CsvSource({
    "drover.scale.min, 2, drover.scale.max",
    "drover.scale.cpu, 70%, drover.scale.max",
    "drover.scale.tolerance, 0.1, drover.scale.max",
    "drover.scale.fallback, 4 after 30, drover.scale.max",
    "drover.resize.max, cpu=1, drover.resize.mode",
    "drover.backup.stop, true, drover.backup.schedule",
  })
  void someLabelsNeedAnother(String key, String value, String needed) {
    assertThat(problems(Map.of(key, value)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(needed);
              assertThat(problem.expected()).contains("since " + key + " is there");
            });
  }

  @Test
  void aRouteNeedsBackendAndPort() {
    assertThat(problems(Map.of("drover.route.check", "/health")))
        .extracting(PolicyProblem::key)
        .containsExactly("drover.route.backend", "drover.route.port");
  }

  @Test
  void aQueryNeedsItsTarget() {
    assertThat(problems(Map.of("drover.scale.max", "8", "drover.scale.metric.q.query", "up")))
        .extracting(PolicyProblem::key)
        .containsExactly("drover.scale.metric.q");
  }

  @Test
  void theLeastSizeIsNotAboveTheLargest() {
    assertThat(
            problems(
                Map.of(
                    "drover.resize.mode", "auto",
                    "drover.resize.min", "cpu=1,memory=8Gi",
                    "drover.resize.max", "cpu=2,memory=4Gi")))
        .extracting(PolicyProblem::key)
        .containsExactly("drover.resize.min");
  }

  @ParameterizedTest(name = "mode {0}, scaled by [{1}]")
  @CsvSource({"auto, 70%", "initial, 70%", "auto, ''"})
  void resizingTheReservationThatScalingMeasuresByIsAContradiction(String mode, String cpu) {
    Map<String, String> labels = new HashMap<>();
    labels.put("drover.scale.max", "8");
    labels.put("drover.resize.mode", mode);
    if (!cpu.isEmpty()) {
      labels.put("drover.scale.cpu", cpu);
    }
    assertThat(problems(labels))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("drover.resize.mode");
              assertThat(problem.expected()).contains("drover.scale.cpu as an amount per task");
            });
  }

  @Test
  void onlyReplicatedServicesAreScaled() {
    Map<String, String> labels =
        Map.of("drover.scale.max", "8", "drover.schedule.night", "0 23 * * * for 7h: max=1");
    for (ServiceView.Mode mode :
        List.of(new ServiceView.Mode.Global(), new ServiceView.Mode.Other("replicated-job"))) {
      Parsed parsed = PolicyParser.parse(Services.with(mode, labels, Map.of()));
      assertThat(((Parsed.Rejected) parsed).problems())
          .extracting(PolicyProblem::key)
          .containsExactly("drover.scale.max", "drover.schedule.night");
    }
    assertThat(
            PolicyParser.parse(
                Services.with(
                    new ServiceView.Mode.Global(), Map.of("drover.node.numa", "0"), Map.of())))
        .isInstanceOf(Parsed.Governed.class);
  }

  @Test
  void misplacedLabelsAloneAreReportedAndGovernNothing() {
    Parsed parsed =
        PolicyParser.parse(
            Services.with(Services.REPLICATED, Map.of(), Map.of("drover.scale.max", "8")));
    assertThat(((Parsed.Rejected) parsed).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.expected()).contains("under deploy.labels"));
  }

  @Test
  void aMessageNamesServiceKeyValueAndWhatIsExpectedOnOneLine() {
    assertThat(problems(Map.of("drover.scale.max", "8\nlots")))
        .singleElement()
        .hasToString(
            "service medianest_app: drover.scale.max=\"8\\u{a}lots\": expected a whole number from 1 to 2147483647; for example 8");
  }

  private static List<PolicyProblem> problems(Map<String, String> labels) {
    Parsed parsed = PolicyParser.parse(Services.with(labels));
    assertThat(parsed).isInstanceOf(Parsed.Rejected.class);
    return ((Parsed.Rejected) parsed).problems();
  }

  @Test
  void aScheduleAloneSaysNothingAboutTheTimeOutside() {
    assertThat(problems(Map.of("drover.schedule.evening", "0 18 * * * for 5h: min=4")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("drover.schedule.evening");
              assertThat(problem.expected()).contains("drover.scale.max beside it");
            });
  }
}
