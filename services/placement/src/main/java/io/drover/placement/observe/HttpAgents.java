package io.drover.placement.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Resources;
import io.drover.runtime.agents.AgentCalls;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The agents over HTTP. */
public final class HttpAgents implements Agents {
  private static final String STATS = "/v1/stats?window=15s";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CLIENT_ERRORS = 4;

  private final AgentCalls calls;
  private final InstantSource clock;

  /** Agents that are called so; the clock is ours. */
  public HttpAgents(AgentCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public AgentStats ask() {
    AgentCalls.Answers<Map<String, TaskStats>> answers =
        calls.askAll(STATS, (agent, json) -> AgentStats.read(agent, json, clock.instant()));
    Map<String, TaskStats> tasks = new HashMap<>();
    answers.byAgent().values().forEach(tasks::putAll);
    return new AgentStats(tasks, answers.failures());
  }

  @Override
  public Outcome limit(URI agent, String taskId, Resources limits) {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    limits.cpu().ifPresent(cpu -> order.put("nanoCpus", cpu.nanos()));
    limits.memory().ifPresent(memory -> order.put("memoryBytes", memory.value()));
    limits.pids().ifPresent(pids -> order.put("pids", pids));
    try {
      return outcome(calls.post(agent, "/v1/tasks/" + taskId + "/limits", order));
    } catch (IOException away) {
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, away.getMessage());
    }
  }

  private static Outcome outcome(AgentCalls.Answer answer) {
    String said = answer.body().path("detail").asText("the agent answered " + answer.status());
    if (answer.status() == OK) {
      return new Outcome.Applied(answer.body().path("note").asText(""));
    }
    if (answer.status() == NOT_FOUND) {
      return new Outcome.Failed(Outcome.Kind.NOT_FOUND, said);
    }
    return new Outcome.Failed(
        answer.status() / 100 == CLIENT_ERRORS ? Outcome.Kind.REJECTED : Outcome.Kind.UNAVAILABLE,
        said);
  }
}
