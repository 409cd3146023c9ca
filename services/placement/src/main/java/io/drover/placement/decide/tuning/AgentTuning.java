package io.drover.placement.decide.tuning;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What one agent says of the tuning on its node.
 *
 * @param nodeId its node
 * @param node its node's name, for people
 * @param told what it was ordered last: a service's labels by the service's id
 * @param tasks what came of it
 * @param problem what ails the agent itself; empty text when nothing does
 */
public record AgentTuning(
    String nodeId,
    String node,
    Map<String, SortedMap<String, String>> told,
    List<TaskTuning> tasks,
    String problem) {
  public AgentTuning {
    told = Map.copyOf(told);
    tasks = List.copyOf(tasks);
  }

  /**
   * A task and its settings.
   *
   * @param serviceId its service
   * @param service that one's name
   * @param task its name
   * @param taskId its id
   * @param settings each of them
   */
  public record TaskTuning(
      String serviceId, String service, String task, String taskId, List<Setting> settings) {
    public TaskTuning {
      settings = List.copyOf(settings);
    }
  }

  /**
   * One setting of a task.
   *
   * @param label which
   * @param wanted as the label says; empty text for what is set on account of other tasks
   * @param actual as the node's kernel says; empty text when it does not
   * @param applied whether it holds
   * @param reason why not; empty text where it does
   */
  public record Setting(
      String label, String wanted, String actual, boolean applied, String reason) {}
}
