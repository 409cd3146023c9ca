package io.drover.backup.decide.run;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a stopped service comes back. Somebody who gave it tasks meanwhile knew why. */
public final class BringBack {
  private BringBack() {}

  /**
   * What to do about a service that was stopped, or was about to be.
   *
   * @param replicas how many tasks it had
   * @param seen what it is now; none when it is gone
   */
  public static Plan decide(
      String serviceId, String service, int replicas, Optional<ServiceView> seen) {
    if (seen.isEmpty()) {
      return nothing(
          "ServiceGone", "%s is gone: there is nothing to bring back".formatted(service));
    }
    if (!(seen.get().mode() instanceof ServiceView.Mode.Replicated(int now))) {
      return nothing("ChangedMeanwhile", "%s is no replicated service any more".formatted(service));
    }
    if (now != 0) {
      return nothing(
          "ChangedMeanwhile",
          "%s was given %d task%s meanwhile: left as it is"
              .formatted(service, now, now == 1 ? "" : "s"));
    }
    return new Plan(
        List.of(
            new Plan.Step(
                new Action.SetReplicas(serviceId, service, seen.get().version(), 0, replicas),
                List.of(
                    new Reason(
                        "BackAfterBackup",
                        "it had %d task%s before it was stopped"
                            .formatted(replicas, replicas == 1 ? "" : "s"),
                        Map.of("replicas", Integer.toString(replicas)))))),
        List.of(),
        List.of());
  }

  private static Plan nothing(String code, String text) {
    return Plan.nothing(List.of(Reason.of(code, text)));
  }
}
