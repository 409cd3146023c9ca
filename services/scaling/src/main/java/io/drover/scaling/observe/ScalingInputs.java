package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.ServiceView.Mode.Replicated;
import io.drover.core.model.TaskView;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ScaleTarget;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.LabelSpec;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.record.ServiceMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a round's observation of one service together with its policy and its memory.
 *
 * @param settings the autoscaler's settings
 * @param facts how tasks are read
 */
public record ScalingInputs(ScalingSettings settings, TaskFactsReader facts) {
  private static final String NOT_MEASURED =
      "custom metrics are not measured by this version; scale on cpu and memory";

  /** The input of one decision. */
  public ScalingInput of(
      Observation seen,
      ServiceView service,
      Replicated mode,
      ScalePolicy policy,
      ServiceMemory memory) {
    List<TaskView> tasks = seen.tasksOf(service.id());
    return new ScalingInput(
        service,
        new HorizontalInput(
            seen.at(),
            LabelSpec.of(policy),
            settings,
            mode.replicas(),
            (int) tasks.stream().filter(TaskView::isRunning).count(),
            new HorizontalInput.Wanted.ByMetrics(),
            facts.read(service, tasks, seen.agents(), seen.at()),
            totals(policy),
            memory.history()),
        memory.ownership());
  }

  private static Map<String, Reading<List<Long>>> totals(ScalePolicy policy) {
    Map<String, Reading<List<Long>>> totals = new HashMap<>();
    for (ScaleTarget target : policy.targets()) {
      if (target instanceof ScaleTarget.Metric metric) {
        totals.put(metric.name(), Reading.unknown(NOT_MEASURED));
      }
    }
    return totals;
  }
}
