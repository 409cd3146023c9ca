package io.drover.scaling.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Resources;
import io.drover.runtime.agents.AgentCalls;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The agents over HTTP. */
public final class HttpSizeAgents implements SizeAgents {
  /** A minute, as the VPA's samples are. */
  private static final String STATS = "/v1/stats?window=60s";

  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;

  private final AgentCalls calls;
  private final InstantSource clock;

  /** Agents that are called so; the clock is ours. */
  public HttpSizeAgents(AgentCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public LoadReport ask() {
    AgentCalls.Answers<LoadAnswer> answers =
        calls.askAll(STATS, (agent, json) -> LoadAnswer.read(agent, json, clock.instant()));
    Map<String, TaskLoad> tasks = new HashMap<>();
    List<LoadReport.Killed> killed = new ArrayList<>();
    answers
        .byAgent()
        .values()
        .forEach(
            answer -> {
              answer.tasks().forEach(task -> tasks.put(task.taskId(), task));
              killed.addAll(answer.killed());
            });
    return new LoadReport(tasks, killed, answers.failures());
  }

  @Override
  public Outcome resize(URI agent, String taskId, Resources limits) {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    limits.cpu().ifPresent(cpu -> order.put("nanoCpus", cpu.nanos()));
    limits.memory().ifPresent(memory -> order.put("memoryBytes", memory.value()));
    try {
      AgentCalls.Answer answer = calls.post(agent, "/v1/tasks/" + taskId + "/limits", order);
      return outcome(answer);
    } catch (IOException away) {
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, away.getMessage());
    }
  }

  private static Outcome outcome(AgentCalls.Answer answer) {
    String said = answer.body().path("detail").asText("the agent answered " + answer.status());
    return switch (answer.status()) {
      case 200 -> new Outcome.Applied(answer.body().path("note").asText(""));
      case NOT_FOUND -> new Outcome.Failed(Outcome.Kind.NOT_FOUND, said);
      case CONFLICT -> new Outcome.Failed(Outcome.Kind.REJECTED, said);
      case UNAVAILABLE -> new Outcome.Failed(Outcome.Kind.UNAVAILABLE, said);
      default ->
          new Outcome.Failed(
              answer.status() / 100 == 4 ? Outcome.Kind.REJECTED : Outcome.Kind.UNAVAILABLE, said);
    };
  }
}
