package io.drover.placement.record.moves;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records what is decided on drains and moves. */
public final class MoveLog {
  private final String loop;
  private final String instance;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;

  /** Records under the name of a loop. */
  public MoveLog(String loop, String instance, DecisionIds ids, DecisionRecorder recorder) {
    this.loop = loop;
    this.instance = instance;
    this.ids = ids;
    this.recorder = recorder;
  }

  /**
   * What a decision is about.
   *
   * @param serviceId the service; empty text when it is about a node or nothing in particular
   * @param serviceName its name, or empty text
   * @param facts what was looked at
   */
  public record Subject(String serviceId, String serviceName, Map<String, String> facts) {
    public Subject {
      facts = Map.copyOf(facts);
    }
  }

  /** Something was done, or held back. */
  public void acted(Instant at, Subject subject, Plan plan, List<Outcome> outcomes) {
    recorder.record(
        new Decision(
            ids.next(),
            at,
            loop,
            instance,
            subject.serviceName(),
            subject.serviceId(),
            summary(plan),
            plan,
            outcomes,
            subject.facts()));
  }

  /** Nothing was done, and why. */
  public void waited(Instant at, Subject subject, Reason why) {
    acted(at, subject, Plan.nothing(List.of(why)), List.of());
  }

  private static String summary(Plan plan) {
    String why = plan.reasons().isEmpty() ? "" : plan.reasons().getFirst().text();
    if (!plan.steps().isEmpty()) {
      return plan.steps().getFirst().action().describe() + ": " + why;
    }
    return plan.held().isEmpty()
        ? why
        : "%s: %s; not done: %s"
            .formatted(
                plan.held().getFirst().step().action().describe(),
                why,
                plan.held().getFirst().by().text());
  }
}
