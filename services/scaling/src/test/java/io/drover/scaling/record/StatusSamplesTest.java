package io.drover.scaling.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.scaling.decide.MetricResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is exported of a status, and what is not. */
class StatusSamplesTest {
  private static final Instant AT = Instant.ofEpochMilli(1_500);
  private static final List<String> APP = List.of("shop", "app", "app");

  private final StatusBoard board = new StatusBoard();

  private static ServiceStatus status(int known, List<MetricResult> metrics, Decision last) {
    return new ServiceStatus(
        "shop_app", "id1", "shop", "enforce", 3, 4, 2, known, known, known, metrics, last);
  }

  private static Decision decision(Plan plan, Outcome... outcomes) {
    return new Decision(
        "d1", AT, "scaling", "me", "shop_app", "id1", "", plan, List.of(outcomes), Map.of());
  }

  private static Plan step() {
    return new Plan(
        List.of(
            new Plan.Step(
                new SetReplicas("id1", "shop_app", 1, 3, 5), List.of(Reason.of("Rescale", "")))),
        List.of(),
        List.of(Reason.of("Rescale", ""), Reason.of("ScaleUpLimit", "")));
  }

  @BeforeEach
  void govern() {
    board.keepOnly(List.of("id1", "id2"));
  }

  private Map<List<String>, Double> exported(StatusSeries series) {
    return StatusSamples.of(board, Map.of()).of(series);
  }

  @Test
  void theDocumentsNamesBearOneSetOfLabels() {
    board.put(status(7, List.of(), decision(step())));
    assertThat(exported(StatusSeries.SPEC_REPLICAS)).containsExactly(Map.entry(APP, 3.0));
    assertThat(exported(StatusSeries.STATUS_REPLICAS)).containsExactly(Map.entry(APP, 4.0));
    assertThat(exported(StatusSeries.READY_REPLICAS)).containsExactly(Map.entry(APP, 2.0));
    assertThat(exported(StatusSeries.MAX_REPLICAS)).containsExactly(Map.entry(APP, 7.0));
    assertThat(exported(StatusSeries.SCALING_EVENTS)).containsExactly(Map.entry(APP, 0.0));
  }

  @Test
  void onlyChangesThatTheEngineTookAreEvents() {
    board.put(status(7, List.of(), decision(step(), new Outcome.Applied(""))));
    board.put(status(7, List.of(), decision(step(), new Outcome.Conflict("moved on"))));
    board.put(status(7, List.of(), decision(Plan.nothing(List.of()))));
    board.put(status(7, List.of(), decision(step(), new Outcome.Applied(""))));
    assertThat(exported(StatusSeries.SCALING_EVENTS)).containsExactly(Map.entry(APP, 2.0));
  }

  @Test
  void whatIsNotKnownIsNotExported() {
    board.put(status(-1, List.of(), decision(Plan.nothing(List.of()))));
    assertThat(exported(StatusSeries.MAX_REPLICAS)).isEmpty();
    assertThat(exported(StatusSeries.MIN_REPLICAS)).isEmpty();
    assertThat(exported(StatusSeries.DESIRED_REPLICAS)).isEmpty();
  }

  @Test
  void metricsAreInBaseUnitsAndFailuresHaveNoValue() {
    Metric cpu = new Metric(Source.RESOURCE, "cpu", new Target.Utilization(70));
    Metric memory = new Metric(Source.RESOURCE, "memory", new Target.AverageValue(2_000_000));
    Metric queue = new Metric(Source.EXTERNAL, "queue", new Target.Value(100_000));
    List<MetricResult> metrics =
        List.of(
            new MetricResult.Proposal(
                cpu, 5, OptionalInt.of(120), OptionalLong.of(600), OptionalLong.empty(), ""),
            new MetricResult.Proposal(
                memory,
                2,
                OptionalInt.empty(),
                OptionalLong.of(1_000_000),
                OptionalLong.empty(),
                ""),
            new MetricResult.Failure(queue, "Prometheus answered 503"));
    board.put(status(7, metrics, decision(step())));
    List<String> ofCpu = List.of("shop_app", "cpu", "utilization");
    List<String> ofMemory = List.of("shop_app", "memory", "average");
    List<String> ofQueue = List.of("shop_app", "queue", "value");
    assertThat(exported(StatusSeries.METRIC_VALUE))
        .containsOnly(Map.entry(ofCpu, 1.2), Map.entry(ofMemory, 1000.0));
    assertThat(exported(StatusSeries.METRIC_TARGET))
        .containsOnly(
            Map.entry(ofCpu, 0.7), Map.entry(ofMemory, 2000.0), Map.entry(ofQueue, 100.0));
    assertThat(exported(StatusSeries.METRIC_PROPOSED))
        .containsOnly(Map.entry(ofCpu, 5.0), Map.entry(ofMemory, 2.0));
    assertThat(exported(StatusSeries.METRIC_UNKNOWN)).containsEntry(ofQueue, 1.0);
  }

  @Test
  void twoMetricsOfOneNameMakeOneSeries() {
    Metric queue = new Metric(Source.EXTERNAL, "queue", new Target.Value(100_000));
    MetricResult.Proposal low =
        new MetricResult.Proposal(
            queue, 2, OptionalInt.empty(), OptionalLong.empty(), OptionalLong.of(7_000), "");
    MetricResult.Proposal high =
        new MetricResult.Proposal(
            queue, 9, OptionalInt.empty(), OptionalLong.empty(), OptionalLong.of(900_000), "");
    board.put(status(7, List.of(high, low), decision(step())));
    assertThat(exported(StatusSeries.METRIC_VALUE))
        .containsExactly(Map.entry(List.of("shop_app", "queue", "value"), 900.0));
  }

  @Test
  void reasonsAndWhatWasHeldBackAreToldApart() {
    board.put(status(7, List.of(), decision(step().hold(Reason.of("Paused", "")))));
    assertThat(exported(StatusSeries.REASON))
        .containsOnlyKeys(List.of("shop_app", "Rescale"), List.of("shop_app", "ScaleUpLimit"));
    assertThat(exported(StatusSeries.HELD)).containsOnlyKeys(List.of("shop_app", "Paused"));
    assertThat(exported(StatusSeries.DECIDED_AT))
        .containsExactly(Map.entry(List.of("shop_app"), 1.5));
  }

  @Test
  void nothingOutlivesTheServiceOrTheLeadership() {
    board.put(status(7, List.of(), decision(step(), new Outcome.Applied(""))));
    board.keepOnly(List.of());
    assertThat(exported(StatusSeries.SCALING_EVENTS)).isEmpty();
    govern();
    board.put(status(7, List.of(), decision(step(), new Outcome.Applied(""))));
    assertThat(exported(StatusSeries.SCALING_EVENTS)).containsExactly(Map.entry(APP, 1.0));
    board.standBy("another one acts");
    assertThat(exported(StatusSeries.SPEC_REPLICAS)).isEmpty();
  }

  @Test
  void aServiceOutsideOfAStackHasNoNamespace() {
    board.put(
        new ServiceStatus(
            "my_app", "id2", "", "enforce", 1, 1, 1, 1, 1, 1, List.of(), decision(step())));
    assertThat(exported(StatusSeries.SPEC_REPLICAS))
        .containsOnlyKeys(List.of("", "my_app", "my_app"));
  }

  @Test
  void anAutoscalerWithANameOfItsOwnBearsIt() {
    board.put(status(7, List.of(), decision(step())));
    assertThat(StatusSamples.of(board, Map.of("id1", "app-hpa")).of(StatusSeries.MAX_REPLICAS))
        .containsOnlyKeys(List.of("shop", "app", "app-hpa"));
  }
}
