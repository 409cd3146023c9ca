package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The move of evening out that a drain lets end first: both would count the same tasks. */
public final class MovesAhead {
  private MovesAhead() {}

  /**
   * What a drain waits for. A move whose service's update is paused may take for ever, and its
   * service is left alone by drains, too, until an operator goes on with the update: the node's
   * other services need not wait for that.
   *
   * @param records what is remembered of moves
   */
  public static Optional<Reason> of(Collection<MoveRecord> records, MoveFacts facts) {
    return records.stream()
        .filter(MoveRecord::isOpen)
        .map(MoveRecord::serviceId)
        .sorted(Comparator.naturalOrder())
        .filter(id -> !isPaused(id, facts))
        .findFirst()
        .map(
            id ->
                Reason.of(
                    "MoveUnderWay",
                    "a task of %s is being moved: that ends first"
                        .formatted(facts.service(id).map(MovableService::name).orElse(id))));
  }

  private static boolean isPaused(String serviceId, MoveFacts facts) {
    return facts.service(serviceId).map(one -> one.view().rollout().isPaused()).orElse(false);
  }
}
