package io.drover.scaling.decide;

import io.drover.core.model.Reading;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.scaling.decide.ScalingHistory.Recommended;
import io.drover.scaling.decide.ScalingHistory.Step;
import io.drover.scaling.decide.TaskFacts.Lifecycle;
import io.drover.scaling.decide.TaskFacts.Phase;
import io.drover.scaling.decide.TaskFacts.TaskMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds inputs that say only what a case is about; everything else is unremarkable. */
final class Given {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Instant LONG_AGO = NOW.minusSeconds(86_400);

  private int min = 1;
  private int max = 100;
  private int current = 3;
  private int observed = -1;
  private Behavior behavior = new Behavior.Legacy();
  private HorizontalInput.Wanted wanted = new HorizontalInput.Wanted.ByMetrics();
  private ScalingHistory history = ScalingHistory.EMPTY;
  private final ScalingSettings settings = ScalingSettings.KUBERNETES;
  private final List<Metric> metrics = new ArrayList<>();
  private final List<TaskFacts> tasks = new ArrayList<>();
  private final Map<String, Reading<List<Long>>> totals = new HashMap<>();

  static Given replicas(int current) {
    Given given = new Given();
    given.current = current;
    return given;
  }

  Given bounds(int least, int most) {
    min = least;
    max = most;
    return this;
  }

  Given observed(int count) {
    observed = count;
    return this;
  }

  Given metric(Source source, String name, Target target) {
    metrics.add(new Metric(source, name, target));
    return this;
  }

  Given cpuTarget(int percent) {
    return metric(Source.RESOURCE, "cpu", new Target.Utilization(percent));
  }

  Given wants(int replicas) {
    wanted = new HorizontalInput.Wanted.Fixed(replicas);
    return this;
  }

  Given behavior(Direction up, Direction down) {
    behavior = new Behavior.Rules(up, down);
    return this;
  }

  Given recommended(int replicas, long secondsAgo) {
    List<Recommended> log = new ArrayList<>(history.recommendations());
    log.add(new Recommended(replicas, NOW.minusSeconds(secondsAgo)));
    history = new ScalingHistory(log, history.scaleUps(), history.scaleDowns());
    return this;
  }

  Given scaledUp(int change, long secondsAgo) {
    List<Step> steps = new ArrayList<>(history.scaleUps());
    steps.add(new Step(change, NOW.minusSeconds(secondsAgo)));
    history = new ScalingHistory(history.recommendations(), steps, history.scaleDowns());
    return this;
  }

  Given scaledDown(int change, long secondsAgo) {
    List<Step> steps = new ArrayList<>(history.scaleDowns());
    steps.add(new Step(change, NOW.minusSeconds(secondsAgo)));
    history = new ScalingHistory(history.recommendations(), history.scaleUps(), steps);
    return this;
  }

  Given total(String name, Long... values) {
    totals.put(name, Reading.known(Arrays.asList(values), NOW));
    return this;
  }

  Given failing(String name, String why) {
    totals.put(name, Reading.unknown(why));
    return this;
  }

  Given task(TaskFacts task) {
    tasks.add(task);
    return this;
  }

  /** Old, ready, running tasks with this much CPU in millicores, each reserving 1 core. */
  Given busy(long... millicores) {
    for (long used : millicores) {
      task(task("cpu", used, 1000));
    }
    return this;
  }

  static TaskFacts task(String metric, long used, long reserved) {
    return new TaskFacts(
        "t",
        Phase.RUNNING,
        false,
        true,
        new Lifecycle.Known(LONG_AGO, LONG_AGO),
        Map.of(metric, sample(used, reserved)));
  }

  static TaskFacts with(TaskFacts task, Phase phase, boolean deleting, boolean ready) {
    return new TaskFacts("t", phase, deleting, ready, task.lifecycle(), task.metrics());
  }

  static TaskFacts started(TaskFacts task, long startedSecondsAgo, long readySecondsAgo) {
    return new TaskFacts(
        "t",
        task.phase(),
        task.deleting(),
        task.ready(),
        new Lifecycle.Known(NOW.minusSeconds(startedSecondsAgo), NOW.minusSeconds(readySecondsAgo)),
        task.metrics());
  }

  static TaskFacts silent(long reserved) {
    TaskMetric none =
        new TaskMetric(Reading.unknown("no sample"), Reading.known(reserved, NOW), MINUTE);
    return new TaskFacts(
        "t",
        Phase.RUNNING,
        false,
        true,
        new Lifecycle.Known(LONG_AGO, LONG_AGO),
        Map.of("cpu", none));
  }

  static TaskMetric sample(long used, long reserved) {
    return new TaskMetric(Reading.known(used, NOW), Reading.known(reserved, NOW), MINUTE);
  }

  static Direction direction(long windowSeconds, Select select, Policy... policies) {
    return new Direction(Duration.ofSeconds(windowSeconds), select, List.of(policies), 0.1);
  }

  static Policy pods(int value, long seconds) {
    return new Policy.Pods(value, Duration.ofSeconds(seconds));
  }

  static Policy percent(int value, long seconds) {
    return new Policy.Percent(value, Duration.ofSeconds(seconds));
  }

  HorizontalInput input() {
    return new HorizontalInput(
        NOW,
        new HorizontalSpec(
            min,
            max,
            metrics.isEmpty()
                ? List.of(new Metric(Source.RESOURCE, "cpu", new Target.Utilization(80)))
                : metrics,
            behavior),
        settings,
        current,
        observed < 0 ? current : observed,
        wanted,
        tasks,
        totals,
        history);
  }

  HorizontalResult decided() {
    return HorizontalAutoscaler.evaluate(input());
  }
}
