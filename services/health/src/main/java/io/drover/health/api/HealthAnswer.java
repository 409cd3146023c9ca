package io.drover.health.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.names.Verdict;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.NodeFacts;
import io.drover.health.decide.state.NodeHealth;
import io.drover.health.decide.state.ServiceHealth;
import io.drover.health.decide.state.TaskHealth;
import io.drover.health.record.HealthBoard;
import io.drover.health.record.IncidentJson;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Writes the answers about the Swarm's health. */
public final class HealthAnswer {
  private HealthAnswer() {}

  /** The Swarm at a glance. */
  public static ObjectNode overview(HealthBoard.View view) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    List<Incident> active =
        view.incidents().all().stream().filter(one -> one.status().isActive()).toList();
    json.put("level", worst(active).word());
    if (!view.blind().isEmpty()) {
      json.put("blind", view.blind());
    }
    view.assessment()
        .ifPresent(
            seen -> {
              json.put("at", seen.at().toString());
              managers(json.putObject("managers"), seen.managers());
              counts(json.putObject("nodes"), seen.nodes(), NodeHealth::level);
              counts(json.putObject("services"), seen.services(), ServiceHealth::level);
            });
    ArrayNode incidents = json.putArray("incidents");
    active.forEach(incident -> incidents.add(IncidentJson.write(incident)));
    ArrayNode missing = json.putArray("missing");
    view.missing().forEach(missing::add);
    return json;
  }

  private static Level worst(List<Incident> active) {
    return active.stream().map(Incident::level).max(Comparator.naturalOrder()).orElse(Level.OK);
  }

  private static void managers(ObjectNode json, Assessment.Managers managers) {
    json.put("total", managers.total()).put("reachable", managers.reachable());
    json.put("needed", managers.needed()).put("mayFail", Math.max(0, managers.mayFail()));
  }

  private static <T> void counts(ObjectNode json, Collection<T> all, Function<T, Level> level) {
    for (Level one : Level.values()) {
      json.put(one.word(), all.stream().filter(each -> level.apply(each) == one).count());
    }
  }

  static ArrayNode nodes(Assessment seen) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    seen.nodes().stream()
        .sorted(Comparator.comparing(node -> node.facts().view().hostname()))
        .forEach(
            node -> {
              NodeFacts facts = node.facts();
              ObjectNode json = all.addObject();
              json.put("id", facts.view().id()).put("node", facts.view().hostname());
              json.put("level", node.level().word());
              json.put("role", facts.view().role()).put("leader", facts.view().leader());
              json.put("state", facts.view().state());
              json.put("availability", facts.view().availability());
              if (facts.isManager()) {
                json.put("reachability", facts.reachability());
              }
              json.put("address", facts.view().address()).put("agent", node.agent());
              findings(json, node.findings());
            });
    return all;
  }

  static ArrayNode services(Assessment seen) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    seen.services().stream()
        .sorted(Comparator.comparing(service -> service.facts().view().name()))
        .forEach(service -> service(all.addObject(), service));
    return all;
  }

  static ObjectNode service(ObjectNode json, ServiceHealth service) {
    json.put("id", service.facts().view().id()).put("service", service.facts().view().name());
    json.put("level", service.level().word());
    json.put("desired", service.desired()).put("running", service.running());
    json.put("schedulable", service.schedulable());
    json.put("rollout", service.facts().view().rollout().name().toLowerCase(java.util.Locale.ROOT));
    ObjectNode states = json.putObject("states");
    service.states().forEach(states::put);
    if (!service.names().isEmpty()) {
      json.putObject("names")
          .put("nodes", service.names().size())
          .put("agree", service.names().stream().filter(Verdict::agrees).count());
    }
    findings(json, service.findings());
    return json;
  }

  /** One service with its tasks. */
  static ObjectNode details(ServiceHealth service) {
    ObjectNode json = service(JsonNodeFactory.instance.objectNode(), service);
    ArrayNode tasks = json.putArray("tasks");
    for (TaskHealth task : service.tasks()) {
      tasks
          .addObject()
          .put("id", task.id())
          .put("slot", task.slot())
          .put("node", task.node())
          .put("state", task.state())
          .put("since", task.since().toString())
          .put("level", task.level().word())
          .put("code", task.code())
          .put("text", task.text());
    }
    return json;
  }

  private static void findings(ObjectNode json, List<Finding> findings) {
    ArrayNode all = json.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode one = all.addObject();
      one.put("kind", finding.kind().code()).put("level", finding.level().word());
      one.put("text", finding.text());
      ObjectNode numbers = one.putObject("numbers");
      finding.numbers().forEach(numbers::put);
    }
  }
}
