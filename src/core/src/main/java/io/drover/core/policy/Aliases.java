package io.drover.core.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels of another autoscaler in the vocabulary of Drover, as far as their meaning is certain.
 * What is not is told, with the label that says it here: a unit is never guessed.
 */
final class Aliases {
  private static final String HPA = "swarm.autoscaler.";
  private static final String INSTEAD =
      "drover.scale.cpu, .memory or .metric.<name> in its place: what it is a share of, or counts, differs";
  private static final String WINDOWS =
      "drover.scale.up.window and drover.scale.down.window in its place";

  private final String service;
  private final Map<String, String> theirs;
  private final Map<String, String> ours;
  private final Map<String, String> origins = new HashMap<>();
  private final List<PolicyProblem> warnings = new ArrayList<>();

  private Aliases(String service, Map<String, String> theirs, Map<String, String> ours) {
    this.service = service;
    this.theirs = theirs;
    this.ours = new TreeMap<>(ours);
  }

  /**
   * What reading them came to.
   *
   * @param labels in Drover's vocabulary, those that were there included
   * @param origins the label that each translated one stands for
   * @param warnings what could not be translated, or should not be there any more
   */
  record Translated(
      Map<String, String> labels, Map<String, String> origins, List<PolicyProblem> warnings) {

    /** The problem with the key that the operator wrote. */
    PolicyProblem asWritten(PolicyProblem problem) {
      String origin = origins.getOrDefault(problem.key(), problem.key());
      return new PolicyProblem(problem.service(), origin, problem.value(), problem.expected());
    }
  }

  /**
   * Translates a service's labels.
   *
   * @param all all labels of the service
   * @param ours those of Drover among them; one that is there already comes first
   */
  static Translated translate(
      Dialect dialect, String service, Map<String, String> all, Map<String, String> ours) {
    Map<String, String> theirs = new TreeMap<>(all);
    theirs.keySet().removeIf(key -> !dialect.claims(key));
    Aliases aliases = new Aliases(service, theirs, ours);
    aliases.bounds(dialect);
    if (dialect == Dialect.SWARM_HPA) {
      aliases.swarmHpaTarget();
    }
    aliases.rest();
    return new Translated(aliases.ours, aliases.origins, aliases.warnings);
  }

  private void bounds(Dialect dialect) {
    if ("true".equals(theirs.get(dialect.enableKey()))) {
      warn(dialect.enableKey(), "no such label any more: both autoscalers would act");
    }
    theirs.remove(dialect.enableKey());
    take(dialect.minKey(), Vocabulary.SCALE_MIN.key(), theirs.get(dialect.minKey()));
    take(dialect.maxKey(), Vocabulary.SCALE_MAX.key(), theirs.get(dialect.maxKey()));
  }

  /** Its formula is that of a total: the replicas times the value by the target. */
  private void swarmHpaTarget() {
    String target = theirs.getOrDefault(HPA + "target", "");
    String metric = theirs.getOrDefault(HPA + "metric", "cpu");
    String query = theirs.getOrDefault(HPA + "query", "");
    if (metric.equals("cpu") && target.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      // 100 is one core.
      String millicores =
          new BigDecimal(target).movePointRight(1).stripTrailingZeros().toPlainString();
      take(HPA + "target", Vocabulary.SCALE_CPU.key(), millicores + "m");
      theirs.remove(HPA + "metric");
      theirs.remove(HPA + "source");
    } else if (!query.isEmpty() && !query.contains("$") && !metric.equals("memory")) {
      take(HPA + "target", Vocabulary.SCALE_METRIC.keyFor(metric), target);
      take(HPA + "query", Vocabulary.SCALE_METRIC_QUERY.keyFor(metric), query);
      theirs.remove(HPA + "metric");
      theirs.remove(HPA + "source");
    }
  }

  private void take(String from, String to, String value) {
    if (theirs.remove(from) == null) {
      return;
    }
    if (ours.putIfAbsent(to, value) == null) {
      origins.put(to, from);
    } else {
      warnings.add(new PolicyProblem(service, from, value, "no such label beside " + to));
    }
  }

  private void rest() {
    for (String key : theirs.keySet()) {
      boolean time = key.contains("cooldown") || key.contains("duration");
      warn(key, time ? WINDOWS : INSTEAD);
    }
  }

  private void warn(String key, String expected) {
    warnings.add(new PolicyProblem(service, key, theirs.get(key), expected));
  }
}
