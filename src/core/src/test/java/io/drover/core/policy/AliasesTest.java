package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Cpu;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Other autoscalers' labels: what is certain is read, what is not is told. */
class AliasesTest {

  private static Parsed parse(String... labels) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    return PolicyParser.parse(Services.with(all));
  }

  private static ScalePolicy scale(Parsed parsed) {
    return ((Parsed.Governed) parsed).policy().scale().orElseThrow();
  }

  private static List<String> warned(Parsed parsed) {
    return ((Parsed.Governed) parsed).warnings().stream().map(PolicyProblem::key).toList();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          swarm-hpa,     swarm.autoscaler.min,          swarm.autoscaler.max
          andriid,       swarm.autoscaler.min_replicas, swarm.autoscaler.max_replicas
          scalebee,      swarm.autoscaler.minimum,      swarm.autoscaler.maximum
          amest,         swarm.autoscale.min,           swarm.autoscale.max
          sokrates,      autoscale.minimum_replicas,    autoscale.maximum_replicas
          docker-scaler, com.df.scaleMin,               com.df.scaleMax
          """)
  void boundsAreRead(String dialect, String min, String max) {
    Parsed parsed = parse("drover.scale.aliases", dialect, min, "2", max, "7");
    assertThat(scale(parsed).min()).isEqualTo(2);
    assertThat(scale(parsed).max()).isEqualTo(7);
    assertThat(warned(parsed)).isEmpty();
    assertThat(Dialect.of(Map.of(max, "7"))).extracting(Dialect::word).containsExactly(dialect);
  }

  @Test
  void withoutTheLabelThatSaysSoNothingIsRead() {
    assertThat(parse("swarm.autoscaler.min", "2", "swarm.autoscaler.max", "7"))
        .isInstanceOf(Parsed.Ungoverned.class);
  }

  @Test
  void aHundredOfSwarmHpasCpuIsOneCore() {
    Parsed parsed =
        parse(
            "drover.scale.aliases", "swarm-hpa",
            "swarm.autoscaler.max", "7",
            "swarm.autoscaler.metric", "cpu",
            "swarm.autoscaler.target", "70");
    assertThat(scale(parsed).targets())
        .containsExactly(new ScaleTarget.CpuPerTask(Cpu.ofMillicores(700)));
    assertThat(warned(parsed)).isEmpty();
  }

  @Test
  void itsQueriesAreTotals() {
    Parsed parsed =
        parse(
            "drover.scale.aliases", "swarm-hpa",
            "swarm.autoscaler.max", "7",
            "swarm.autoscaler.metric", "queue",
            "swarm.autoscaler.source", "prometheus",
            "swarm.autoscaler.query", "sum(queue_length)",
            "swarm.autoscaler.target", "100");
    assertThat(scale(parsed).targets())
        .singleElement()
        .isInstanceOfSatisfying(
            ScaleTarget.Metric.class,
            metric -> {
              assertThat(metric.name()).isEqualTo("queue");
              assertThat(metric.target().basis()).isEqualTo(MetricTarget.Basis.TOTAL);
            });
  }

  @Test
  void whatIsNotCertainIsToldAndNotGuessed() {
    Parsed parsed =
        parse(
            "drover.scale.aliases", "andriid",
            "swarm.autoscaler.enable", "true",
            "swarm.autoscaler.max_replicas", "7",
            "swarm.autoscaler.cpu.threshold", "80",
            "swarm.autoscaler.cooldown", "5");
    assertThat(scale(parsed).targets()).containsExactly(ScaleTarget.standard());
    assertThat(warned(parsed))
        .containsExactly(
            "swarm.autoscaler.enable",
            "swarm.autoscaler.cooldown",
            "swarm.autoscaler.cpu.threshold");
    assertThat(((Parsed.Governed) parsed).warnings())
        .extracting(PolicyProblem::expected)
        .anyMatch(expected -> expected.contains("both autoscalers would act"))
        .anyMatch(expected -> expected.contains("drover.scale.down.window"));
  }

  @Test
  void droversOwnLabelComesFirst() {
    Parsed parsed =
        parse(
            "drover.scale.aliases", "swarm-hpa",
            "drover.scale.max", "9",
            "swarm.autoscaler.max", "7");
    assertThat(scale(parsed).max()).isEqualTo(9);
    assertThat(warned(parsed)).containsExactly("swarm.autoscaler.max");
  }

  @Test
  void mistakesAreNamedAsTheyWereWritten() {
    Parsed parsed = parse("drover.scale.aliases", "amest", "swarm.autoscale.max", "many");
    assertThat(((Parsed.Rejected) parsed).problems())
        .anyMatch(
            problem ->
                problem.key().equals("swarm.autoscale.max") && problem.value().equals("many"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void noLabelWhateverBreaksTheReading(Dialect dialect) {
    Random random = new Random(dialect.ordinal());
    List<String> ends =
        List.of("metric", "target", "query", "source", "cooldown", "cpu.threshold", "x");
    List<String> values = List.of("", "cpu", "memory", "70", "-1", "1e9", "$SERVICE", "\0", "true");
    for (int i = 0; i < 2_000; i++) {
      Map<String, String> labels = new HashMap<>();
      labels.put("drover.scale.aliases", dialect.word());
      for (String key : List.of(dialect.minKey(), dialect.maxKey(), dialect.enableKey())) {
        labels.put(key, values.get(random.nextInt(values.size())));
      }
      for (String end : ends) {
        labels.put("swarm.autoscaler." + end, values.get(random.nextInt(values.size())));
      }
      assertThat(PolicyParser.parse(Services.with(labels)))
          .isNotInstanceOf(Parsed.Ungoverned.class);
    }
  }
}
