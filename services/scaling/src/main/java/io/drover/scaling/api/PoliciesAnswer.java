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
import io.drover.scaling.observe.PolicyBook;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes {@code GET /v1/policies}: what holds for each service, where it comes from. */
final class PoliciesAnswer {
  private static final int SHOWN_OCCURRENCES = 5;

  private PoliciesAnswer() {}

  static ObjectNode write(List<PolicyBook.Governed> all, Instant now) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode policies = answer.putArray("policies");
    all.stream()
        .sorted(Comparator.comparing(one -> one.service().name()))
        .forEach(one -> write(policies.addObject(), one, now));
    return answer;
  }

  private static void write(ObjectNode json, PolicyBook.Governed one, Instant now) {
    json.put("service", one.service().name());
    json.put("id", one.service().id());
    json.put("source", "labels");
    switch (one.parsed()) {
      case Parsed.Ungoverned none -> json.put("state", "ungoverned");
      case Parsed.Rejected(String name, List<PolicyProblem> problems) -> {
        json.put("state", "rejected");
        problems(json.putArray("problems"), problems);
      }
      case Parsed.Governed(ServicePolicy policy, List<PolicyProblem> warnings) -> {
        json.put("state", "effective");
        json.put("mode", policy.mode().name().toLowerCase(Locale.ROOT));
        problems(json.putArray("warnings"), warnings);
        policy.scale().ifPresent(scale -> scale(json.putObject("scale"), scale));
        if (!policy.schedules().isEmpty()) {
          schedules(json.putArray("schedules"), policy.schedules(), now);
        }
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
