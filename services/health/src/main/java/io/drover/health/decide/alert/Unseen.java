package io.drover.health.decide.alert;

import io.drover.core.model.Reading;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Subject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What could not be looked at: that a condition is not among those that hold tells nothing then.
 *
 * @param all whether nothing could
 * @param found labels of conditions that follow from findings
 * @param nodes names of ready nodes whose agent is silent
 * @param tasks rules, each with the names of containers whose use was not measured
 * @param rules whole rules whose source did not answer
 */
public record Unseen(
    boolean all,
    Set<Map<String, String>> found,
    Set<String> nodes,
    Map<AlertRule, Set<String>> tasks,
    Set<AlertRule> rules) {
  /** All was seen. */
  public static final Unseen NOTHING = new Unseen(false, Set.of(), Set.of(), Map.of(), Set.of());

  /** Nothing was seen. */
  public static final Unseen ALL = new Unseen(true, Set.of(), Set.of(), Map.of(), Set.of());

  public Unseen {
    found = Set.copyOf(found);
    nodes = Set.copyOf(nodes);
    tasks = Map.copyOf(tasks);
    rules = Set.copyOf(rules);
  }

  /** What an assessment, and the loads beside it, leave open. */
  public static Unseen of(Assessment assessment, Collection<TaskLoad> loads, Set<AlertRule> rules) {
    Map<String, String> names = new HashMap<>();
    Set<String> silent = new HashSet<>();
    assessment
        .nodes()
        .forEach(
            node -> {
              names.put(node.facts().view().id(), node.facts().view().hostname());
              if (node.facts().view().isReady() && !node.agent()) {
                silent.add(node.facts().view().hostname());
              }
            });
    assessment
        .services()
        .forEach(service -> names.put(service.facts().view().id(), service.facts().view().name()));
    Set<Map<String, String>> found = new HashSet<>();
    for (Finding.Key key : assessment.untold()) {
      if (!AlertRule.of(key.kind()).isEmpty()) {
        found.add(
            Conditions.labels(
                key.kind(), new Subject(key.type(), key.id(), names.getOrDefault(key.id(), ""))));
      }
    }
    Set<String> cpu = new HashSet<>();
    Set<String> memory = new HashSet<>();
    for (TaskLoad load : loads) {
      if (load.cpu() instanceof Reading.Unknown<Double>) {
        cpu.add(load.name());
      }
      if (load.memory() instanceof Reading.Unknown<Double>) {
        memory.add(load.name());
      }
    }
    return new Unseen(
        false,
        found,
        silent,
        Map.of(AlertRule.HIGH_CPU, cpu, AlertRule.HIGH_MEMORY, memory),
        rules);
  }

  /** Whether it can't be told if this condition holds. */
  boolean hides(Condition condition) {
    boolean measured =
        condition.rule() == AlertRule.HIGH_CPU || condition.rule() == AlertRule.HIGH_MEMORY;
    return all
        || rules.contains(condition.rule())
        || found.contains(condition.labels())
        || measured
            && (nodes.contains(condition.labels().get("node"))
                || tasks
                    .getOrDefault(condition.rule(), Set.of())
                    .contains(condition.labels().get("name")));
  }
}
