package io.drover.failover.mirror.decide;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ObjectKind;
import io.drover.core.model.ServiceView;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.stacks.SiteService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides on one service after the other. */
final class ServiceDecider {
  /** No move has turned it off: moves count from 1. */
  private static final String BEFORE_ALL_MOVES = "0";

  private static final int MOST_NAMED = 5;

  private final Holdings standby;
  private final Past past;
  private final Draft draft;

  ServiceDecider(Holdings standby, Past past, Draft draft) {
    this.standby = standby;
    this.past = past;
    this.draft = draft;
  }

  /** Whether the stand-by has the service as it is to be; if not, it is written or found. */
  boolean isInStep(MirroredService service, Needs needs) {
    Optional<MirroredService> there = standby.service(service.name());
    Optional<Finding> leftAlone = leftAlone(service, there);
    if (leftAlone.isPresent()) {
      draft.find(leftAlone.get().code(), leftAlone.get().name(), leftAlone.get().text());
      return false;
    }
    List<String> differences =
        there.map(one -> differences(service, one)).orElse(List.of("absent"));
    if (differences.isEmpty()) {
      return isKept(service, there.get());
    }
    List<String> waitsFor = needs.waitsFor(service);
    if (!waitsFor.isEmpty()) {
      draft.find(
          Finding.Code.NOT_YET,
          service.name(),
          "%s can't be written before these are there, and free: %s"
              .formatted(service.name(), String.join(", ", waitsFor)));
      return false;
    }
    write(service, there, differences);
    return false;
  }

  private void write(
      MirroredService service, Optional<MirroredService> there, List<String> differences) {
    if (there.isEmpty()) {
      draft.write(
          new Action.CreateObject(ObjectKind.SERVICE, service.name(), ""),
          service.name(),
          new MirrorWrite.MakeService(service, BEFORE_ALL_MOVES),
          "ServiceAbsent",
          "the primary has it; here it is made, but not started");
      return;
    }
    ServiceView view = there.get().view();
    draft.write(
        new Action.MirrorService(view.id(), view.name(), view.version()),
        view.name(),
        new MirrorWrite.UpdateService(service, there.get(), epoch(there.get())),
        "ServiceDiffers",
        String.join("; ", differences));
  }

  /** What is no state to mirror, or nobody's to touch. */
  private static Optional<Finding> leftAlone(
      MirroredService service, Optional<MirroredService> there) {
    String name = service.name();
    if (service.service().label(SiteService.OFF).isPresent() || service.service().isBarred()) {
      return found(
          Finding.Code.OFF_AT_PRIMARY,
          name,
          "%s is turned off at the primary: what is at the stand-by stays as it is%s"
              .formatted(name, there.isEmpty() ? ", which is nothing" : ""));
    }
    if (there.isEmpty()) {
      return Optional.empty();
    }
    MirroredService here = there.get();
    if (here.isOn()) {
      return found(
          Finding.Code.RUNNING_AT_STANDBY,
          name,
          "%s runs at the stand-by too, and is left alone: scale it to 0 to have it mirrored"
              .formatted(name));
    }
    if (!kind(service).equals(kind(here))) {
      return found(
          Finding.Code.MODE_DIFFERS,
          name,
          "%s is %s at the primary and %s at the stand-by, which no update changes: remove it here, and it is made anew"
              .formatted(name, kind(service), kind(here)));
    }
    if (service.view().rollout().isBusy()) {
      return found(
          Finding.Code.ROLLOUT_IN_PROGRESS,
          name,
          "%s is being updated at the primary, and may be rolled back: until that is over the stand-by keeps what it was before"
              .formatted(name));
    }
    return here.view().rollout().isBusy()
        ? found(
            Finding.Code.ROLLOUT_IN_PROGRESS,
            name,
            "an update of %s is not over at the stand-by".formatted(name))
        : Optional.empty();
  }

  private static Optional<Finding> found(Finding.Code code, String name, String text) {
    return Optional.of(new Finding(code, name, text));
  }

  private List<String> differences(MirroredService service, MirroredService here) {
    List<String> differences = new ArrayList<>();
    List<String> places = service.content().differences(here.content());
    if (!places.isEmpty() && !isSameAsKept(service, here)) {
      differences.add("it is another at the primary in " + list(places));
    }
    if (service.view().mode() instanceof ServiceView.Mode.Replicated(int replicas)) {
      String count = here.service().label(SiteService.REPLICAS).orElse("none");
      if (!count.equals(Integer.toString(replicas))) {
        differences.add("it is to start with %d tasks, noted is %s".formatted(replicas, count));
      }
    }
    if (here.service().label(SiteService.OFF).filter(ServiceDecider::isEpoch).isEmpty()) {
      differences.add("it is not marked as off");
    }
    return differences;
  }

  /** Written once more it would be the same. */
  private boolean isSameAsKept(MirroredService service, MirroredService here) {
    return new Kept(service.content(), here.content()).equals(past.kept().get(service.name()));
  }

  private boolean isKept(MirroredService service, MirroredService here) {
    List<String> places = service.content().differences(here.content());
    if (places.isEmpty()) {
      return true;
    }
    draft.find(
        Finding.Code.NOT_KEPT,
        service.name(),
        "the stand-by's engine did not keep %s of %s as it was written; is it another version of Docker?"
            .formatted(list(places), service.name()));
    return false;
  }

  private static String list(List<String> places) {
    int more = places.size() - MOST_NAMED;
    return String.join(", ", places.subList(0, Math.min(places.size(), MOST_NAMED)))
        + (more > 0 ? " and %d more places".formatted(more) : "");
  }

  /** A service that an earlier move turned off stays so by that move. */
  private static String epoch(MirroredService here) {
    return here.service()
        .label(SiteService.OFF)
        .filter(ServiceDecider::isEpoch)
        .orElse(BEFORE_ALL_MOVES);
  }

  private static boolean isEpoch(String label) {
    try {
      return Long.parseLong(label) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String kind(MirroredService service) {
    return switch (service.view().mode()) {
      case ServiceView.Mode.Replicated replicated -> "replicated";
      case ServiceView.Mode.Global global -> "global";
      case ServiceView.Mode.Other other -> other.name();
    };
  }
}
