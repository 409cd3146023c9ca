package io.drover.scaling.decide.vertical;

import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.MilliText;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in one line what a recommendation rests on. */
final class VerticalText {
  private static final long MILLI = 1000;

  private VerticalText() {}

  static String explain(Estimate.Known known, long samples, double confidence, String why) {
    List<String> parts = new ArrayList<>();
    for (ResourceKind resource : ResourceKind.values()) {
      known.target().of(resource).ifPresent(target -> parts.add(part(known, resource, target)));
    }
    String basis =
        samples == 0
            ? "no samples yet, so the least that a task gets"
            : "90th percentile of %d samples and 15%% on top, %.2f days' worth"
                .formatted(samples, confidence);
    return "%s (%s); %s".formatted(String.join(", ", parts), basis, why);
  }

  private static String part(Estimate.Known known, ResourceKind resource, long target) {
    long uncapped = known.uncapped().of(resource).orElse(target);
    String name = resource.name().toLowerCase(Locale.ROOT);
    String capped =
        uncapped == target
            ? ""
            : ", %s to %s by the policy"
                .formatted(uncapped < target ? "raised" : "lowered", people(name, target));
    return "%s %s%s".formatted(name, people(name, uncapped), capped);
  }

  private static String people(String name, long amount) {
    return MilliText.forPeople(name, name.equals("cpu") ? amount : amount * MILLI);
  }
}
