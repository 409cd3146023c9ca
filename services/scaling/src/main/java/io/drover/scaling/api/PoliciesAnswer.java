package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import io.drover.core.policy.MetricTarget;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ReplicaWindow;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ScaleTarget;
import io.drover.core.policy.SchedulePolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.manifests.VerticalManifest;
import io.drover.manifests.WrongManifest;
import io.drover.scaling.decide.ReplicaRules;
import io.drover.scaling.observe.PolicyBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes {@code GET /v1/policies}: what holds for each service, where it comes from. */
final class PoliciesAnswer {
  private static final int SHOWN_OCCURRENCES = 5;

  private PoliciesAnswer() {}

  static ObjectNode write(PolicyBook.Reading all, Instant now) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode policies = answer.putArray("policies");
    all.governed().stream()
        .sorted(Comparator.comparing(one -> one.service().name()))
        .forEach(one -> write(policies.addObject(), one, now));
    ArrayNode unbound = answer.putArray("unbound");
    all.unbound()
        .forEach(
            one ->
                unbound.addObject().put("manifest", one.manifest().origin()).put("why", one.why()));
    ArrayNode problems = answer.putArray("problems");
    all.problems().forEach(problem -> problems.add(problem.toString()));
    ArrayNode hints = answer.putArray("hints");
    all.hints().forEach(hints::add);
    return answer;
  }

  private static void write(ObjectNode json, PolicyBook.Governed one, Instant now) {
    json.put("service", one.service().name());
    json.put("id", one.service().id());
    List<String> sources = new ArrayList<>();
    if (!(one.parsed() instanceof Parsed.Ungoverned)) {
      sources.add("labels");
    }
    one.manifests().forEach(manifest -> sources.add(manifest.origin()));
    json.put("source", String.join(", ", sources));
    switch (ReplicaRules.of(one.service(), one.parsed(), one.manifests(), now)) {
      case ReplicaRules.Wrong(List<String> problems) -> {
        json.put("state", "rejected");
        ArrayNode told = json.putArray("problems");
        problems.forEach(told::add);
      }
      case ReplicaRules.Left(String code, String why) ->
          json.put("state", "left alone").put("why", why);
      case ReplicaRules.Hold hold -> json.put("state", "effective").put("by", hold.origin());
      case ReplicaRules.None none -> json.put("state", "effective");
    }
    if (one.parsed() instanceof Parsed.Governed(ServicePolicy policy, var warnings)) {
      json.put("mode", policy.mode().name().toLowerCase(Locale.ROOT));
      problems(json.putArray("warnings"), warnings);
      policy.scale().ifPresent(scale -> scale(json.putObject("scale"), scale));
      if (!policy.schedules().isEmpty()) {
        schedules(json.putArray("schedules"), policy.schedules(), now);
      }
    }
    if (!one.manifests().isEmpty()) {
      ArrayNode manifests = json.putArray("manifests");
      one.manifests().forEach(manifest -> manifest(manifests.addObject(), manifest, now));
    }
  }

  private static void manifest(ObjectNode json, Described manifest, Instant now) {
    json.put("kind", manifest.manifest().kind());
    json.put("name", manifest.manifest().name());
    json.put("file", manifest.manifest().source().file());
    json.put("line", manifest.manifest().source().line(""));
    switch (manifest) {
      case HorizontalManifest scaler -> {
        json.put("min", scaler.spec().min()).put("max", scaler.spec().max());
        ArrayNode metrics = json.putArray("metrics");
        scaler.spec().metrics().forEach(metric -> metrics.add(metric.name()));
        if (scaler.isScheduled()) {
          schedules(json.putArray("schedules"), scaler.windows(), now);
        }
      }
      case VerticalManifest resizer ->
          json.put("mode", resizer.policy().mode().name().toLowerCase(Locale.ROOT));
      case WrongManifest wrong -> {
        ArrayNode problems = json.putArray("problems");
        wrong.problems().forEach(problem -> problems.add(problem.toString()));
      }
    }
  }

  private static void problems(ArrayNode json, List<PolicyProblem> problems) {
    problems.forEach(problem -> json.add(problem.message()));
  }

  private static void scale(ObjectNode json, ScalePolicy scale) {
    json.put("min", scale.min());
    json.put("max", scale.max());
    ArrayNode targets = json.putArray("targets");
    scale.targets().forEach(target -> targets.add(text(target)));
    direction(json.putObject("up"), scale.up());
    direction(json.putObject("down"), scale.down());
  }

  private static void schedules(ArrayNode json, List<SchedulePolicy> schedules, Instant now) {
    for (SchedulePolicy schedule : schedules) {
      ObjectNode one = json.addObject();
      one.put("name", schedule.name());
      one.put("window", schedule.window().toString());
      schedule.window().openAt(now).ifPresent(open -> opening(one.putObject("open"), open));
      ArrayNode next = one.putArray("next");
      schedule.window().next(now, SHOWN_OCCURRENCES).forEach(o -> opening(next.addObject(), o));
    }
  }

  private static void opening(ObjectNode json, ReplicaWindow.Opening opening) {
    json.put("start", opening.start().toString());
    json.put("end", opening.end().toString());
  }

  private static String text(ScaleTarget target) {
    return switch (target) {
      case ScaleTarget.Utilization(var resource, var share) ->
          "%s %s of what is reserved".formatted(resource.name().toLowerCase(Locale.ROOT), share);
      case ScaleTarget.CpuPerTask(var cpu) -> "cpu " + cpu + " per task";
      case ScaleTarget.MemoryPerTask(var memory) -> "memory " + memory + " per task";
      case ScaleTarget.Metric(String name, MetricTarget goal, var source) ->
          "%s %s".formatted(name, goal);
    };
  }

  private static void direction(ObjectNode json, ScalePolicy.Direction direction) {
    ArrayNode policies = json.putArray("policies");
    direction.policies().forEach(policy -> policies.add(policy.toString()));
    json.put("window", Durations.format(direction.window()));
    json.put("select", direction.select().name().toLowerCase(Locale.ROOT));
    json.put("tolerance", direction.tolerance());
  }
}
