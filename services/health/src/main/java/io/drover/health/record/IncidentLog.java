package io.drover.health.record;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.state.Subject;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records each thing that happens to an incident.
 *
 * @param loop that found it
 * @param instance that found it
 * @param ids names decisions
 * @param recorder takes them
 */
public record IncidentLog(
    String loop, String instance, DecisionIds ids, DecisionRecorder recorder) {

  /** Records the last entries of these. */
  public void record(List<Incident> changed) {
    changed.forEach(this::record);
  }

  private void record(Incident incident) {
    Incident.Entry last = incident.last();
    Subject subject = incident.subject();
    boolean service = subject.type() == Subject.Type.SERVICE;
    Map<String, String> facts =
        Map.of(
            "incident", incident.id(),
            "subject", subject.name(),
            "level", incident.level().word(),
            "status", incident.status().word());
    recorder.record(
        new Decision(
            ids.next(),
            last.at(),
            loop,
            instance,
            // Of a node its name: two nodes' stories must not pass for one.
            subject.type() == Subject.Type.SWARM ? "" : subject.name(),
            service ? subject.id() : "",
            "%s %s %s: %s"
                .formatted(
                    incident.kind().code(),
                    subject.type() == Subject.Type.SWARM ? "of the Swarm" : "of " + subject.name(),
                    last.event().word(),
                    last.text()),
            Plan.nothing(List.of(new Reason(code(incident), last.text(), facts))),
            List.of(),
            facts));
  }

  /** CrashLoopOpened: each event is news, which a decision with the same reasons would not be. */
  private static String code(Incident incident) {
    StringBuilder code = new StringBuilder(incident.kind().code());
    for (String word : incident.last().event().word().split(" ")) {
      code.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return code.toString();
  }
}
