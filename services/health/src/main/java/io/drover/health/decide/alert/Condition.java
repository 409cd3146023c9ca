package io.drover.health.decide.alert;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that a rule alerts of, true now.
 *
 * @param rule the rule
 * @param labels what it is about: with the rule's own, these tell alerts apart
 * @param summary a headline
 * @param description one sentence with the numbers
 */
public record Condition(
    AlertRule rule, Map<String, String> labels, String summary, String description) {

  public Condition {
    labels = Map.copyOf(labels);
  }

  /** All labels of the alert, sorted: its fingerprint. */
  public SortedMap<String, String> allLabels() {
    SortedMap<String, String> all = new TreeMap<>(labels);
    all.put("alertname", rule.alertName());
    all.put("severity", rule.severity().word());
    return all;
  }
}
