package io.drover.failover.stacks;

import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds what is seen of a site. */
public final class Site {
  public static final String REPLICATED = "{\"Replicated\":{\"Replicas\":%d}}";
  public static final String GLOBAL = "{\"Global\":{}}";
  private final List<SiteService> services = new ArrayList<>();
  private final List<TaskView> tasks = new ArrayList<>();

  /** A replicated service of stack {@code app}, and tasks of it in these states. */
  public Site with(String name, int replicas, Map<String, String> labels, TaskState... states) {
    return add(name, REPLICATED.formatted(replicas), List.of(), labels, states);
  }

  /** A global service, barred or not. */
  public Site withGlobal(
      String name, boolean isBarred, Map<String, String> labels, TaskState... states) {
    List<String> constraints =
        isBarred ? List.of("node.role==worker", SiteService.NOWHERE) : List.of("node.role==worker");
    return add(name, GLOBAL, constraints, labels, states);
  }

  private Site add(
      String name,
      String mode,
      List<String> constraints,
      Map<String, String> labels,
      TaskState... states) {
    String all =
        labels.entrySet().stream()
            .map(label -> ",\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
            .sorted()
            .collect(Collectors.joining());
    String spec =
        "{\"Name\":\"app_%s\",\"Labels\":{\"%s\":\"app\"%s},\"TaskTemplate\":{\"Placement\":{\"Constraints\":[%s]}},\"Mode\":%s,\"New\":1.0}"
            .formatted(
                name,
                ServiceView.STACK_LABEL,
                all,
                constraints.stream().map(RawJson::quote).collect(Collectors.joining(",")),
                mode);
    RawJson json =
        RawJson.of("{\"ID\":\"%s\",\"Version\":{\"Index\":7},\"Spec\":%s}".formatted(name, spec));
    services.add(
        new SiteService(
            EngineReader.service(json.tree()),
            RawJson.of(spec),
            constraints.contains(SiteService.NOWHERE)));
    for (TaskState state : states) {
      tasks.add(
          new TaskView(
              name + tasks.size(),
              name,
              tasks.size() + 1,
              "node",
              "",
              state,
              state.isTerminal() ? TaskState.SHUTDOWN : TaskState.RUNNING,
              Instant.EPOCH,
              Instant.EPOCH,
              ""));
    }
    return this;
  }

  /** What is seen. */
  public SiteStacks seen() {
    return new SiteStacks(services, tasks);
  }
}
