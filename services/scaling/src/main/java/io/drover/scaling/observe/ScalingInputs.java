package io.drover.scaling.observe;

import io.drover.core.model.ServiceView;
import io.drover.core.model.ServiceView.Mode.Replicated;
import io.drover.core.model.TaskView;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.ReplicaRules;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.record.ServiceMemory;
import java.util.List;

/**
 * Puts a round's observation of one service together with its policy and its memory.
 *
 * @param settings the autoscaler's settings
 * @param facts how tasks are read
 */
public record ScalingInputs(ScalingSettings settings, TaskFactsReader facts) {
  /** The input of one decision. */
  public ScalingInput of(
      Observation seen,
      ServiceView service,
      Replicated mode,
      ReplicaRules.Hold rules,
      ServiceMemory memory) {
    List<TaskView> tasks = seen.tasksOf(service.id());
    CustomValues custom =
        CustomValues.of(seen, service.id(), rules, value -> facts.fresh(value, seen.at()));
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
                custom.into(facts.read(service, tasks, seen.agents(), seen.at())),
                custom.totals(),
                memory.history()),
            memory.ownership(),
            rules.bounds());
    return input.failing(rules.fallback(), memory.failed());
  }
}
