package io.drover.scaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import io.drover.manifests.HorizontalSpecJson;
import io.drover.manifests.JsonFields;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.HorizontalInput.Wanted;
import io.drover.scaling.decide.ScalingHistory;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.decide.TaskFacts;
import io.drover.scaling.decide.TaskFacts.Lifecycle;
import io.drover.scaling.decide.TaskFacts.Phase;
import io.drover.scaling.decide.TaskFacts.TaskMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the body of {@code POST /v1/scaling/evaluate}, whose format the design document fixes. */
final class EvaluateRequest {
  private static final List<String> RESOURCES = List.of("cpu", "memory");
  private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(60);

  private EvaluateRequest() {}

  /** Reads a request; every problem found goes into {@code problems}, with its path. */
  static HorizontalInput read(JsonNode document, List<String> problems) {
    JsonFields request = JsonFields.of(document, problems);
    request.require("now");
    request.require("spec");
    request.require("currentReplicas");
    Instant now = request.instant("now", Instant.EPOCH);
    ScalingSettings settings = settings(request.object("settings"));
    int current = request.integer("currentReplicas", 0, Integer.MAX_VALUE, 0);
    OptionalInt wanted = request.integer("wantedReplicas", 0, Integer.MAX_VALUE);
    return new HorizontalInput(
        now,
        HorizontalSpecJson.read(
            request.object("spec"),
            new HorizontalSpecJson.Defaults(
                settings.toleranceUp(),
                settings.toleranceDown(),
                settings.downscaleStabilization())),
        settings,
        current,
        request.integer("observedReplicas", 0, Integer.MAX_VALUE, current),
        wanted.isPresent() ? new Wanted.Fixed(wanted.getAsInt()) : new Wanted.ByMetrics(),
        tasks(request.objects("tasks"), now),
        totals(request.object("metrics"), now),
        request.has("history")
            ? history(request.object("history"), now)
            : ScalingHistory.startingAt(current, now));
  }

  private static ScalingSettings settings(JsonFields given) {
    ScalingSettings usual = ScalingSettings.KUBERNETES;
    JsonFields tolerance = given.object("tolerance");
    return new ScalingSettings(
        tolerance.fraction("up", usual.toleranceUp()),
        tolerance.fraction("down", usual.toleranceDown()),
        given.duration("cpuInitializationPeriod", usual.cpuInitializationPeriod()),
        given.duration("initialReadinessDelay", usual.initialReadinessDelay()),
        given.duration("downscaleStabilization", usual.downscaleStabilization()),
        given.fraction("scaleUpLimitFactor", usual.scaleUpLimitFactor()),
        given.fraction("scaleUpLimitMinimum", usual.scaleUpLimitMinimum()));
  }

  private static List<TaskFacts> tasks(List<JsonFields> given, Instant now) {
    Map<String, Reading<Long>> shared = new HashMap<>();
    for (String resource : RESOURCES) {
      given.stream()
          .filter(task -> task.has(resource))
          .map(task -> base(task.object(resource), resource))
          .filter(Reading::isKnown)
          .findFirst()
          .ifPresent(base -> shared.put(resource, base));
    }
    List<TaskFacts> tasks = new ArrayList<>();
    for (JsonFields task : given) {
      tasks.add(task(task, now, tasks.size(), shared));
    }
    return tasks;
  }

  private static TaskFacts task(
      JsonFields task, Instant now, int index, Map<String, Reading<Long>> shared) {
    Map<String, TaskMetric> metrics = new HashMap<>();
    for (String resource : RESOURCES) {
      if (task.has(resource)) {
        JsonFields given = task.object(resource);
        metrics.put(resource, sample(given, "usage", base(given, resource), now));
      } else if (shared.containsKey(resource)) {
        // All tasks of a service reserve the same, so one without a sample is still measured by it.
        metrics.put(
            resource,
            new TaskMetric(Reading.unknown("no sample"), shared.get(resource), DEFAULT_WINDOW));
      }
    }
    JsonFields custom = task.object("metrics");
    for (String name : custom.names()) {
      metrics.put(
          TaskFacts.customMetric(name),
          sample(
              custom.object(name), "value", Reading.unknown("a custom metric has no base"), now));
    }
    return new TaskFacts(
        task.text("id", "#" + (index + 1)),
        phase(task),
        task.bool("deleting", false),
        task.bool("ready", false),
        lifecycle(task),
        metrics);
  }

  private static Lifecycle lifecycle(JsonFields task) {
    return task.has("ready") && task.has("startedAt")
        ? new Lifecycle.Known(
            task.instant("startedAt", Instant.EPOCH), task.instant("readyChangedAt", Instant.MIN))
        : new Lifecycle.Unknown();
  }

  private static Phase phase(JsonFields task) {
    String name = task.text("state", "running");
    TaskState state = TaskState.of(name);
    return switch (state) {
      case RUNNING -> Phase.RUNNING;
      case COMPLETE -> Phase.SUCCEEDED;
      case FAILED, REJECTED, SHUTDOWN, ORPHANED, REMOVE -> Phase.FAILED;
      case NEW, ALLOCATED, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING -> Phase.PENDING;
      case UNKNOWN -> {
        task.problem("state", "\"" + name + "\" is no Swarm task state");
        yield Phase.PENDING;
      }
    };
  }

  private static TaskMetric sample(
      JsonFields given, String field, Reading<Long> base, Instant now) {
    Reading<Long> value =
        given.has(field)
            ? Reading.known(given.milli(field, 0), given.instant("sampledAt", now))
            : Reading.unknown("no sample");
    return new TaskMetric(value, base, given.duration("window", DEFAULT_WINDOW));
  }

  private static Reading<Long> base(JsonFields given, String resource) {
    for (String field : List.of("reservation", "limit")) {
      if (given.has(field)) {
        long milli = given.milli(field, 0);
        if (milli < 0) {
          given.problem(field, "must not be negative");
        }
        return Reading.known(milli, Instant.EPOCH);
      }
    }
    return Reading.unknown("neither a reservation nor a limit of " + resource);
  }

  private static Map<String, Reading<List<Long>>> totals(JsonFields given, Instant now) {
    Map<String, Reading<List<Long>>> totals = new HashMap<>();
    for (String name : given.names()) {
      JsonFields metric = given.object(name);
      totals.put(
          name,
          metric.has("error")
              ? Reading.unknown(metric.text("error", "failed"))
              : Reading.known(metric.millis("values"), now));
    }
    return totals;
  }

  private static ScalingHistory history(JsonFields given, Instant now) {
    List<ScalingHistory.Recommended> recommendations = new ArrayList<>();
    for (JsonFields entry : given.objects("recommendations")) {
      entry.require("replicas");
      entry.require("at");
      recommendations.add(
          new ScalingHistory.Recommended(
              entry.integer("replicas", 0, Integer.MAX_VALUE, 0), entry.instant("at", now)));
    }
    return new ScalingHistory(
        recommendations,
        steps(given.objects("scaleUps"), now),
        steps(given.objects("scaleDowns"), now));
  }

  private static List<ScalingHistory.Step> steps(List<JsonFields> given, Instant now) {
    List<ScalingHistory.Step> steps = new ArrayList<>();
    for (JsonFields step : given) {
      step.require("change");
      step.require("at");
      steps.add(
          new ScalingHistory.Step(
              step.integer("change", 0, Integer.MAX_VALUE, 0), step.instant("at", now)));
    }
    return steps;
  }
}
