package io.drover.scaling.decide.vertical;

import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ScaleTarget;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.manifests.VerticalManifest;
import io.drover.manifests.WrongManifest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds for the size of a service's tasks, by its labels and manifests. */
public sealed interface SizeRules {

  /**
   * It is looked after.
   *
   * @param policy what is asked for
   * @param scaledOut resources by whose use, in percent of the reservation, it is scaled out
   * @param observing whether its labels say that nothing is to be done
   * @param origin who says so, for people
   */
  record Hold(ResizePolicy policy, Set<ResourceKind> scaledOut, boolean observing, String origin)
      implements SizeRules {
    public Hold {
      scaledOut = Set.copyOf(scaledOut);
    }
  }

  /** It is left as it is: several ask for it. */
  record Ambiguous(String why) implements SizeRules {}

  /**
   * A manifest has mistakes.
   *
   * @param problems at least one
   */
  record Wrong(List<String> problems) implements SizeRules {
    public Wrong {
      problems = List.copyOf(problems);
    }
  }

  /** Nobody asks for it, or with labels whose mistakes are told elsewhere. */
  record None() implements SizeRules {}

  /** The rules of a service; labels beside a manifest, and two manifests, make it ambiguous. */
  static SizeRules of(Parsed labels, List<Described> manifests) {
    List<String> problems = problems(manifests);
    if (!problems.isEmpty()) {
      return new Wrong(problems);
    }
    if (labels instanceof Parsed.Rejected) {
      return new None();
    }
    Optional<ServicePolicy> policy =
        labels instanceof Parsed.Governed(ServicePolicy given, var warnings)
            ? Optional.of(given)
            : Optional.empty();
    boolean observing =
        policy.map(ServicePolicy::mode).equals(Optional.of(ServicePolicy.Mode.OBSERVE));
    List<VerticalManifest> resizers =
        manifests.stream()
            .filter(VerticalManifest.class::isInstance)
            .map(VerticalManifest.class::cast)
            .toList();
    Optional<ResizePolicy> labelled = policy.flatMap(ServicePolicy::resize);
    if (resizers.size() + labelled.stream().count() > 1) {
      return new Ambiguous(
          "resized by %s%s: none of them acts; take all but one away"
              .formatted(
                  labelled.isPresent() ? "its labels drover.resize.* and by " : "",
                  names(resizers)));
    }
    Set<ResourceKind> scaledOut = scaledOut(policy.flatMap(ServicePolicy::scale), manifests);
    return labelled
        .<SizeRules>map(resize -> new Hold(resize, scaledOut, observing, "labels"))
        .or(
            () ->
                resizers.stream()
                    .<SizeRules>map(
                        one -> new Hold(one.policy(), scaledOut, observing, one.origin()))
                    .findFirst())
        .filter(
            rules -> !(rules instanceof Hold hold && hold.policy().mode() == ResizePolicy.Mode.OFF))
        .orElseGet(None::new);
  }

  private static List<String> problems(List<Described> manifests) {
    List<String> problems = new ArrayList<>();
    for (Described one : manifests) {
      if (one instanceof WrongManifest wrong
          && one.manifest().kind().equals("VerticalPodAutoscaler")) {
        wrong.problems().forEach(problem -> problems.add(problem.toString()));
      }
    }
    return problems;
  }

  /** All of its autoscalers count, be their windows closed at this moment. */
  private static Set<ResourceKind> scaledOut(
      Optional<ScalePolicy> labelled, List<Described> manifests) {
    Set<ResourceKind> resources = EnumSet.noneOf(ResourceKind.class);
    labelled
        .map(ScalePolicy::targets)
        .orElse(List.of())
        .forEach(
            target -> {
              if (target instanceof ScaleTarget.Utilization share) {
                resources.add(share.resource());
              }
            });
    for (Described one : manifests) {
      if (one instanceof HorizontalManifest scaler) {
        scaler.spec().metrics().forEach(metric -> utilized(metric).ifPresent(resources::add));
      }
    }
    return resources;
  }

  private static Optional<ResourceKind> utilized(Metric metric) {
    boolean ofResource =
        metric.source() == Source.RESOURCE || metric.source() == Source.CONTAINER_RESOURCE;
    if (!ofResource || !(metric.target() instanceof HorizontalSpec.Target.Utilization)) {
      return Optional.empty();
    }
    return EnumSet.allOf(ResourceKind.class).stream()
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(metric.name()))
        .findFirst();
  }

  private static String names(List<VerticalManifest> resizers) {
    return resizers.stream().map(Described::origin).collect(Collectors.joining(" and "));
  }
}
