package io.drover.placement.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.NodeView;
import io.drover.core.model.Rollout;
import io.drover.engine.Engine;
import io.drover.placement.decide.profile.ProfileRules;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.ObserveModeGuard;
import io.drover.runtime.guard.PauseGuard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Node profiles: asked of all agents, ordered of one. An operator's order needs no lease: it is
 * about one node, given once, and the agent carries orders out one after the other.
 */
@Singleton
public final class Profiles {
  private static final String PATH = "/v1/profile";
  private static final String LOOP = "profile";
  private static final int OK = 200;

  /** Stands in for the lease, which no guard here looks at. */
  private static final LeaseView NO_LEASE = new LeaseView("", "", 0, "", false, false, "");

  private final Engine engine;
  private final AgentCalls calls;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final TimeSource time;

  /** Profiles of this Swarm's nodes. */
  public Profiles(
      Engine engine,
      AgentCalls calls,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      TimeSource time) {
    this.engine = engine;
    this.calls = calls;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.time = time;
  }

  /** How all nodes stand; never throws. */
  public AgentCalls.Answers<JsonNode> check() {
    return calls.askAll(PATH, (agent, json) -> json);
  }

  /**
   * Applies the profile to a node, or takes it back; recorded, whether it may be done or not.
   *
   * @param name the node's host name or id
   * @return how the node stands then
   * @throws ProblemException when that may not or can't be done
   */
  public JsonNode set(String name, boolean apply, String by) {
    Instant now = time.now().wall();
    NodeView node = node(name);
    Plan plan = guarded(ProfileRules.decide(node, apply, by), now);
    if (plan.steps().isEmpty()) {
      String why = plan.held().getFirst().by().text();
      record(now, plan, List.of());
      throw ProblemException.conflict(why);
    }
    try {
      AgentCalls.Answer answer =
          calls.post(
              agentOf(node),
              PATH + (apply ? "/apply" : "/revert"),
              JsonNodeFactory.instance.objectNode());
      if (answer.status() != OK) {
        throw new IOException("its agent answered " + answer.status());
      }
      record(now, plan, List.of(new Outcome.Applied(said(answer.body()))));
      return answer.body();
    } catch (IOException failed) {
      record(now, plan, List.of(new Outcome.Failed(Outcome.Kind.UNAVAILABLE, failed.getMessage())));
      throw ProblemException.unavailable(failed.getMessage());
    }
  }

  private Plan guarded(Plan plan, Instant now) {
    GuardContext context = new GuardContext(suite.mode(), pause.read(now), NO_LEASE, Rollout.NONE);
    return new ObserveModeGuard().then(new PauseGuard()).apply(plan, context);
  }

  private NodeView node(String name) {
    List<NodeView> found =
        engine.snapshot().nodes().stream()
            .filter(node -> node.id().equals(name) || node.hostname().equals(name))
            .toList();
    return switch (found.size()) {
      case 0 -> throw ProblemException.notFound("there is no node " + name);
      case 1 -> found.getFirst();
      default ->
          throw ProblemException.conflict(
              "several nodes are named %s; give the id".formatted(name));
    };
  }

  private URI agentOf(NodeView node) throws IOException {
    AgentCalls.Answers<JsonNode> all = check();
    for (Map.Entry<URI, JsonNode> one : all.byAgent().entrySet()) {
      if (one.getValue().path("node").path("id").asText("").equals(node.id())) {
        return one.getKey();
      }
    }
    String failures = all.failures().isEmpty() ? "" : ": " + String.join("; ", all.failures());
    throw new IOException("the agent of node " + node.hostname() + " did not answer" + failures);
  }

  /** The values that are not as wanted, with the reasons, for the journal. */
  private static String said(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    for (JsonNode item : answer.path("items")) {
      if (item.hasNonNull("why")) {
        text.append(text.isEmpty() ? "" : "; ")
            .append(item.path("name").asText())
            .append(": ")
            .append(item.path("why").asText());
      }
    }
    return text.toString();
  }

  private void record(Instant now, Plan plan, List<Outcome> outcomes) {
    Plan.Step step =
        plan.steps().isEmpty() ? plan.held().getFirst().step() : plan.steps().getFirst();
    String why = plan.held().isEmpty() ? "" : "; not done: " + plan.held().getFirst().by().text();
    recorder.record(
        new Decision(
            ids.next(),
            now,
            LOOP,
            suite.instance(),
            "",
            "",
            step.action().describe() + why,
            plan,
            outcomes,
            Map.of()));
  }
}
