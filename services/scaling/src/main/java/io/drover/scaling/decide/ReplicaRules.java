package io.drover.scaling.decide;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ScaleTarget;
import io.drover.core.policy.ScaleTarget.MetricSource;
import io.drover.core.policy.ScheduledBounds;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.manifests.WrongManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What holds for the number of a service's tasks at one moment, by its labels and manifests. */
public sealed interface ReplicaRules {

  /**
   * It is scaled.
   *
   * @param spec what holds now
   * @param bounds its bounds, and the windows that made them
   * @param metrics where each custom metric comes from
   * @param fallback what it gets when the metrics stay unknown
   * @param origin who says so, for people
   */
  record Hold(
      HorizontalSpec spec,
      ScheduledBounds bounds,
      Map<String, MetricSource> metrics,
      FallbackPolicy fallback,
      String origin)
      implements ReplicaRules {
    public Hold {
      metrics = Map.copyOf(metrics);
    }
  }

  /**
   * It is left as it is.
   *
   * @param code as Kubernetes names it, where it does
   * @param why for people
   */
  record Left(String code, String why) implements ReplicaRules {}

  /**
   * What was written has mistakes.
   *
   * @param problems at least one
   */
  record Wrong(List<String> problems) implements ReplicaRules {
    public Wrong {
      problems = List.copyOf(problems);
    }
  }

  /** Nobody asks for scaling. */
  record None() implements ReplicaRules {}

  /**
   * The rules of a service. An autoscaler with windows comes before those without while one of its
   * windows is open, and is none while they are closed; of equals, and of labels beside a manifest,
   * none is chosen.
   *
   * @param labels what its labels say
   * @param manifests those for this service
   */
  static ReplicaRules of(
      ServiceView service, Parsed labels, List<Described> manifests, Instant now) {
    List<String> problems = problems(service, labels, manifests);
    if (!problems.isEmpty()) {
      return new Wrong(problems);
    }
    Optional<ServicePolicy> policy =
        labels instanceof Parsed.Governed(ServicePolicy given, var warnings)
            ? Optional.of(given)
            : Optional.empty();
    Optional<ScalePolicy> labelled = policy.flatMap(ServicePolicy::scale);
    List<HorizontalManifest> scalers = horizontal(manifests);
    if (labelled.isPresent()) {
      return scalers.isEmpty()
          ? byLabels(policy.get(), labelled.get(), now)
          : new Left(
              "AmbiguousSelector",
              "scaled by its labels drover.scale.* and by %s: neither acts; take one of them away"
                  .formatted(names(scalers)));
    }
    return scalers.isEmpty() ? new None() : byManifests(scalers, now);
  }

  private static List<HorizontalManifest> horizontal(List<Described> manifests) {
    return manifests.stream()
        .filter(HorizontalManifest.class::isInstance)
        .map(HorizontalManifest.class::cast)
        .toList();
  }

  private static List<String> problems(
      ServiceView service, Parsed labels, List<Described> manifests) {
    List<String> problems = new ArrayList<>();
    if (labels instanceof Parsed.Rejected(String name, List<PolicyProblem> wrong)) {
      wrong.forEach(problem -> problems.add(problem.message()));
    }
    for (Described one : manifests) {
      boolean scales = one.manifest().kind().equals("HorizontalPodAutoscaler");
      if (one instanceof WrongManifest wrong && scales) {
        wrong.problems().forEach(problem -> problems.add(problem.toString()));
      }
    }
    boolean replicated = service.mode() instanceof ServiceView.Mode.Replicated;
    if (!replicated && !horizontal(manifests).isEmpty()) {
      problems.add(
          "%s is for the service %s, which is not replicated: only replicated ones are scaled"
              .formatted(names(horizontal(manifests)), service.name()));
    }
    return problems;
  }

  private static Hold byLabels(ServicePolicy policy, ScalePolicy scale, Instant now) {
    ScheduledBounds bounds = ScheduledBounds.at(now, scale.min(), scale.max(), policy.schedules());
    Map<String, MetricSource> sources = new HashMap<>();
    for (ScaleTarget target : scale.targets()) {
      if (target instanceof ScaleTarget.Metric(String name, var held, MetricSource source)) {
        sources.put(name, source);
      }
    }
    return new Hold(LabelSpec.of(scale, bounds), bounds, sources, policy.fallback(), "labels");
  }

  private static ReplicaRules byManifests(List<HorizontalManifest> scalers, Instant now) {
    List<HorizontalManifest> open =
        scalers.stream().filter(s -> s.isScheduled() && isOpen(s, now)).toList();
    List<HorizontalManifest> always = scalers.stream().filter(s -> !s.isScheduled()).toList();
    List<HorizontalManifest> chosen = open.isEmpty() ? always : open;
    if (chosen.isEmpty()) {
      return new Left("OutsideSchedule", "no window of %s is open".formatted(names(scalers)));
    }
    if (chosen.size() > 1) {
      return new Left(
          "AmbiguousSelector",
          "scaled by %s%s: none of them acts; give one the annotation drover.io/schedule, and it holds in its windows only, before the others"
              .formatted(names(chosen), open.isEmpty() ? "" : ", whose windows are both open"));
    }
    return hold(chosen.getFirst(), now);
  }

  private static boolean isOpen(HorizontalManifest scaler, Instant now) {
    return scaler.windows().stream().anyMatch(window -> window.window().openAt(now).isPresent());
  }

  private static Hold hold(HorizontalManifest scaler, Instant now) {
    HorizontalSpec spec = scaler.spec();
    ScheduledBounds bounds = ScheduledBounds.at(now, spec.min(), spec.max(), scaler.windows());
    Map<String, MetricSource> sources = new HashMap<>();
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : spec.metrics()) {
      boolean custom =
          metric.source() != Source.RESOURCE && metric.source() != Source.CONTAINER_RESOURCE;
      String query = scaler.queries().get(metric.name());
      if (custom) {
        sources.put(
            metric.name(),
            query == null ? new MetricSource.Tasks() : new MetricSource.Query(query));
      }
      // A query answers for the service as a whole: what is meant per task is divided.
      boolean asked = query != null && metric.source() == Source.PODS;
      metrics.add(asked ? new Metric(Source.EXTERNAL, metric.name(), metric.target()) : metric);
    }
    return new Hold(
        new HorizontalSpec(bounds.min(), bounds.max(), metrics, spec.behavior()),
        bounds,
        sources,
        scaler.fallback(),
        scaler.origin());
  }

  private static String names(List<HorizontalManifest> scalers) {
    return scalers.stream().map(Described::origin).collect(Collectors.joining(" and "));
  }
}
