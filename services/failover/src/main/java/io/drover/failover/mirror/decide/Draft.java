package io.drover.failover.mirror.decide;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.MirrorReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A decision that is being made. */
final class Draft {
  private final Past past;
  private final List<Plan.Step> steps = new ArrayList<>();
  private final Map<Action, MirrorWrite> writes = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final SortedSet<String> ready = new TreeSet<>();

  Draft(Past past) {
    this.past = past;
  }

  /** What is to be written is not ready before it is read back in the next round. */
  void write(Action action, String name, MirrorWrite write, String code, String text) {
    String refused = past.refused().getOrDefault(action.describe(), "");
    if (refused.isEmpty()) {
      find(Finding.Code.NOT_YET, name, "%s is not as at the primary yet: %s".formatted(name, text));
    } else {
      find(
          Finding.Code.REFUSED,
          name,
          "%s can't be written to the stand-by, which said: %s".formatted(name, refused));
    }
    steps.add(new Plan.Step(action, List.of(Reason.of(code, text))));
    writes.put(action, write);
  }

  void find(Finding.Code code, String name, String text) {
    findings.add(new Finding(code, name, text));
  }

  void ready(String service) {
    ready.add(service);
  }

  /** Whether one of these was found of this name. */
  boolean hasFound(String name, Set<Finding.Code> codes) {
    return findings.stream().anyMatch(one -> one.name().equals(name) && codes.contains(one.code()));
  }

  /** Whether an object of this kind and name is being made. */
  boolean makes(Action.ObjectKind kind, String name) {
    return writes.containsKey(new Action.CreateObject(kind, name, ""));
  }

  /** Whether the service of this id is being written. */
  boolean updates(String serviceId) {
    return writes.keySet().stream().anyMatch(action -> action.serviceId().equals(serviceId));
  }

  MirrorDecision decision(Instant now, boolean isKnown) {
    List<Reason> reasons = new ArrayList<>(findings.stream().map(Finding::reason).toList());
    if (reasons.isEmpty()) {
      reasons.add(
          new Reason(
              "StandbyReady",
              "all services can be started at the stand-by (%d)".formatted(ready.size()),
              Map.of("services", Integer.toString(ready.size()))));
    }
    return new MirrorDecision(
        new Plan(steps, List.of(), reasons),
        writes,
        new MirrorReport(now, isKnown, ready, findings));
  }
}
