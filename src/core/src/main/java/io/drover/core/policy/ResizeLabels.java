package io.drover.core.policy;

import io.drover.core.model.Resources;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code drover.resize} labels to a {@link ResizePolicy}. */
final class ResizeLabels {
  private static final String PREFIX = "drover.resize.";

  private ResizeLabels() {}

  static Optional<ResizePolicy> read(LabelReader labels, Optional<ScalePolicy> scale) {
    Optional<String> first = labels.firstUnder(PREFIX);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Required.check(labels, Vocabulary.RESIZE_MODE, first.get());
    Optional<ResizePolicy.Mode> mode = labels.value(Vocabulary.RESIZE_MODE);
    Resources min = labels.value(Vocabulary.RESIZE_MIN).orElse(Resources.NONE);
    Resources max = labels.value(Vocabulary.RESIZE_MAX).orElse(Resources.NONE);
    Optional<Set<ResourceKind>> resources = labels.value(Vocabulary.RESIZE_RESOURCES);
    ResizePolicy.Values values =
        labels.value(Vocabulary.RESIZE_VALUES).orElse(ResizePolicy.Values.REQUESTS_AND_LIMITS);
    if (above(min.cpu(), max.cpu()) || above(min.memory(), max.memory())) {
      labels.problem(
          Vocabulary.RESIZE_MIN.key(), "no more than drover.resize.max, resource by resource");
    }
    Optional<List<TimeWindow>> windows = labels.value(Vocabulary.RESIZE_WINDOW);
    if (mode.equals(Optional.of(ResizePolicy.Mode.IN_PLACE))
        && !labels.has(Vocabulary.RESIZE_WINDOW.key())) {
      labels.problem(
          Vocabulary.RESIZE_MODE.key(),
          "drover.resize.window beside in-place, which says when the service itself may change");
    }
    boolean resourcesAreWrong =
        resources.isEmpty() && labels.has(Vocabulary.RESIZE_RESOURCES.key());
    if (resourcesAreWrong) {
      return Optional.empty();
    }
    Set<ResourceKind> kinds = resources.orElse(EnumSet.allOf(ResourceKind.class));
    Optional<ResizePolicy> policy =
        mode.map(how -> new ResizePolicy(how, min, max, kinds, values, windows.orElse(List.of())));
    policy.ifPresent(resize -> scale.ifPresent(out -> checkTogether(labels, resize, out)));
    return policy;
  }

  /**
   * A target in percent of the reservation moves when the reservation does: the two loops would
   * chase each other. Kubernetes warns of it, we don't start it.
   */
  private static void checkTogether(LabelReader labels, ResizePolicy resize, ScalePolicy scale) {
    if (!resize.mode().applies()) {
      return;
    }
    for (ScaleTarget target : scale.targets()) {
      if (target instanceof ScaleTarget.Utilization share
          && resize.resources().contains(share.resource())) {
        String resource = Word.of(share.resource());
        labels.problem(
            Vocabulary.RESIZE_MODE.key(),
            "off or recommend, since the service is scaled out by its %s in percent of the reservation; or drover.scale.%s as an amount per task"
                .formatted(resource, resource));
      }
    }
  }

  private static <T extends Comparable<T>> boolean above(Optional<T> least, Optional<T> most) {
    return least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0;
  }
}
