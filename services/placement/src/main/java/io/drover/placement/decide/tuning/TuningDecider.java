package io.drover.placement.decide.tuning;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides whether agents must be told something else of a service, and says what came of it. */
public final class TuningDecider {
  /** More than an operator reads; there is the rest in what {@code GET /v1/tuning} answers. */
  private static final int MOST_REASONS = 10;

  private TuningDecider() {}

  /** Decides for one service. */
  public static Plan decide(TuningInput input) {
    return switch (input.wish()) {
      case TuningWish.Wrong(List<String> problems) ->
          Plan.nothing(
              problems.stream().map(problem -> Reason.of("PolicyRejected", problem)).toList());
      case TuningWish.Asks(var labels, boolean observing) -> decide(input, labels);
    };
  }

  private static Plan decide(TuningInput input, SortedMap<String, String> labels) {
    List<String> behind =
        input.agents().stream()
            .filter(agent -> !told(agent, input.serviceId()).equals(labels))
            .map(AgentTuning::node)
            .sorted()
            .toList();
    List<Reason> reasons = new ArrayList<>();
    if (input.agents().isEmpty()) {
      reasons.add(Reason.of("NoAgent", "no agent answered: " + String.join("; ", input.missing())));
    }
    if (behind.isEmpty()) {
      reasons.addAll(outcome(input));
      return Plan.nothing(reasons);
    }
    Reason why =
        labels.isEmpty()
            ? new Reason(
                "TuningTakenAway",
                "no label asks for tuning any more; " + behind(behind),
                Map.of("nodes", String.join(",", behind)))
            : new Reason(
                "TuningWanted",
                "the labels ask for %s; %s".formatted(text(labels), behind(behind)),
                Map.of("nodes", String.join(",", behind)));
    reasons.add(why);
    return new Plan(
        List.of(
            new Plan.Step(
                new Action.TuneContainers(input.serviceId(), input.service(), labels),
                List.of(why))),
        List.of(),
        reasons);
  }

  private static String behind(List<String> nodes) {
    String all = String.join(", ", nodes);
    return nodes.size() == 1
        ? "node " + all + " does not know it yet"
        : "nodes " + all + " do not know it yet";
  }

  private static SortedMap<String, String> told(AgentTuning agent, String serviceId) {
    SortedMap<String, String> told = agent.told().get(serviceId);
    return told == null ? new TreeMap<>() : told;
  }

  private static String text(SortedMap<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", "));
  }

  /** What is not as it should be, each with its place; one sentence where all is. */
  private static List<Reason> outcome(TuningInput input) {
    List<Reason> wrong = new ArrayList<>();
    int settings = 0;
    int tasks = 0;
    for (AgentTuning agent : input.agents()) {
      for (AgentTuning.TaskTuning task : agent.tasks()) {
        if (!task.serviceId().equals(input.serviceId())) {
          continue;
        }
        tasks++;
        for (AgentTuning.Setting setting : task.settings()) {
          settings++;
          if (!setting.applied()) {
            wrong.add(notApplied(agent, task, setting));
          }
        }
      }
    }
    if (tasks == 0) {
      return List.of(Reason.of("NoTasks", "no agent tells of a tuned task of it"));
    }
    if (wrong.isEmpty()) {
      return List.of(
          new Reason(
              "Tuned",
              "all %d settings of %d tasks hold".formatted(settings, tasks),
              Map.of("settings", Integer.toString(settings), "tasks", Integer.toString(tasks))));
    }
    return wrong.size() > MOST_REASONS ? wrong.subList(0, MOST_REASONS) : wrong;
  }

  /** The code names the label, so that another setting that fails is news. */
  private static Reason notApplied(
      AgentTuning agent, AgentTuning.TaskTuning task, AgentTuning.Setting setting) {
    String wanted = setting.wanted().isEmpty() ? "" : "=" + setting.wanted();
    return new Reason(
        "NotApplied" + camelCase(setting.label()),
        "%s%s does not hold for %s on %s: %s"
            .formatted(setting.label(), wanted, task.task(), agent.node(), setting.reason()),
        Map.of("node", agent.node(), "task", task.taskId(), "actual", setting.actual()));
  }

  /** {@code drover.node.oom-score} becomes {@code OomScore}. */
  private static String camelCase(String label) {
    StringBuilder text = new StringBuilder();
    for (String word : label.substring(label.lastIndexOf('.') + 1).split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return text.toString();
  }
}
