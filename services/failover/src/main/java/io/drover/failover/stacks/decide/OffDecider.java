package io.drover.failover.stacks.decide;

import io.drover.core.model.ServiceView;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Decides the next step of turning a site's stacks off. */
public final class OffDecider {
  private OffDecider() {}

  /**
   * The next step.
   *
   * @param seen what is there
   * @param epoch of the move
   */
  public static Step decide(SiteStacks seen, long epoch) {
    Optional<SiteService> newer =
        seen.services().stream()
            .filter(service -> epochOf(service).orElse(Long.MIN_VALUE) > epoch)
            .findFirst();
    if (newer.isPresent()) {
      return Step.failed(
          "%s was turned off by move %s, which is newer than move %d"
              .formatted(
                  newer.get().view().name(), newer.get().label(SiteService.OFF).get(), epoch));
    }
    List<Write> writes =
        seen.services().stream()
            .filter(service -> !isOff(service, epoch))
            .map(service -> (Write) new Write.Off(service, epoch))
            .toList();
    if (!writes.isEmpty()) {
      return new Step(writes, new SwitchResult.Waiting("services to turn off: " + names(writes)));
    }
    // A task of a state that a newer engine invented may run, too.
    long left = seen.tasks().stream().filter(task -> !task.state().isTerminal()).count();
    if (left > 0) {
      return Step.waiting("tasks that have not ended: " + left);
    }
    return Step.done(
        "all services are off (%d), and no task is left".formatted(seen.services().size()));
  }

  private static boolean isOff(SiteService service, long epoch) {
    OptionalLong at = epochOf(service);
    return at.isPresent()
        && at.getAsLong() == epoch
        && (service.view().mode() instanceof ServiceView.Mode.Replicated(int replicas)
            ? replicas == 0
            : service.isBarred());
  }

  /** A label that is no number was not written by a move, and is overwritten. */
  private static OptionalLong epochOf(SiteService service) {
    try {
      return service
          .label(SiteService.OFF)
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String names(List<Write> writes) {
    return writes.stream()
        .map(write -> write.service().view().name())
        .collect(Collectors.joining(", "));
  }
}
