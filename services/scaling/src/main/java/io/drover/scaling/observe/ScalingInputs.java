package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.ServiceView.Mode.Replicated;
import io.drover.core.model.TaskView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ScaleTarget;
import io.drover.core.policy.ScaleTarget.MetricSource.Query;
import io.drover.core.policy.ScaleTarget.MetricSource.Tasks;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.ReplicaRules;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.record.ServiceMemory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a round's observation of one service together with its policy and its memory.
 *
 * @param settings the autoscaler's settings
 * @param facts how tasks are read
 */
public record ScalingInputs(ScalingSettings settings, TaskFactsReader facts) {
  private static final String NOT_MEASURED =
      "the agents don't scrape tasks in this version; give the metric a .query for Prometheus";

  /** The input of one decision. */
  public ScalingInput of(
      Observation seen,
      ServiceView service,
      Replicated mode,
      ReplicaRules.Hold rules,
      ServiceMemory memory) {
    List<TaskView> tasks = seen.tasksOf(service.id());
    ScalingInput input =
        new ScalingInput(
            service,
            new HorizontalInput(
                seen.at(),
                rules.spec(),
                settings,
                mode.replicas(),
                (int) tasks.stream().filter(TaskView::isRunning).count(),
                new HorizontalInput.Wanted.ByMetrics(),
                facts.read(service, tasks, seen.agents(), seen.at()),
                totals(rules, seen.queried()),
                memory.history()),
            memory.ownership(),
            rules.bounds());
    return input.failing(rules.fallback(), memory.failed());
  }

  /** All queries of these services. */
  public static Set<String> queriesOf(List<PolicyBook.Governed> governed) {
    Set<String> queries = new HashSet<>();
    for (PolicyBook.Governed one : governed) {
      if (one.parsed() instanceof Parsed.Governed(ServicePolicy policy, var warnings)) {
        policy.scale().stream()
            .flatMap(scale -> scale.targets().stream())
            .forEach(
                target -> {
                  if (target instanceof ScaleTarget.Metric(var name, var held, Query(var promql))) {
                    queries.add(promql);
                  }
                });
      }
      for (Described manifest : one.manifests()) {
        if (manifest instanceof HorizontalManifest scaler) {
          queries.addAll(scaler.queries().values());
        }
      }
    }
    return queries;
  }

  private static Map<String, Reading<List<Long>>> totals(
      ReplicaRules.Hold rules, Map<String, Reading<List<Long>>> queried) {
    Map<String, Reading<List<Long>>> totals = new HashMap<>();
    rules
        .metrics()
        .forEach(
            (name, source) ->
                totals.put(
                    name,
                    switch (source) {
                      case Tasks tasks -> Reading.unknown(NOT_MEASURED);
                      case Query(String promql) ->
                          queried.getOrDefault(promql, Reading.unknown("not asked in this round"));
                    }));
    return totals;
  }
}
