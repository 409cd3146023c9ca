package io.drover.scaling.observe;

import io.drover.core.model.TaskView;
import java.util.Map;

/**
 * A value that Prometheus has under some labels.
 *
 * @param labels names and values of its labels
 * @param milli the value in thousandths
 */
public record TaskSeries(Map<String, String> labels, long milli) {
  public TaskSeries {
    labels = Map.copyOf(labels);
  }

  /** Whether a label names this task: by its id, its container's, or one of its addresses. */
  public boolean isOf(TaskView task) {
    return labels.values().stream()
        .anyMatch(
            label ->
                label.equals(task.id())
                    || (!label.isEmpty() && label.equals(task.containerId()))
                    || task.addresses().contains(host(label)));
  }

  /** The host of {@code host:port} and {@code [host]:port}, as the label instance has them. */
  private static String host(String label) {
    int port = label.lastIndexOf(':');
    if (label.startsWith("[") && label.contains("]")) {
      return label.substring(1, label.indexOf(']'));
    }
    return port > 0 && label.indexOf(':') == port ? label.substring(0, port) : label;
  }
}
