package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView.Mode;
import java.util.Optional;

/** Whether a service may have a task more for a while, so that none is missed when one goes. */
public final class Handling {
  private Handling() {}

  /** Why a second task beside one that runs would be harmful or forbidden; empty when it may be. */
  public static Optional<Reason> againstSurge(MovableService service) {
    if (service.view().mode() instanceof Mode.Other(String mode)) {
      return Optional.of(
          Reason.of(
              "RunsToCompletion", "its mode is %s: it has no number of tasks".formatted(mode)));
    }
    if (service.observing()) {
      return Optional.of(
          Reason.of(
              "Observing", "drover.mode=observe: Drover must not change its number of tasks"));
    }
    if (!service.data().isEmpty()) {
      return Optional.of(
          Reason.of(
              "KeepsData",
              "its tasks keep data on their node (%s), which does not move with them"
                  .formatted(String.join(", ", service.data()))));
    }
    if (service.volumes() && !service.startFirst()) {
      return Optional.of(
          Reason.of(
              "StopFirstWithVolume",
              "it has a volume and its update order is stop-first: two tasks at once may harm it"));
    }
    return Optional.empty();
  }
}
