package io.drover.manifests;

import io.drover.core.model.MalformedValueException;
import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.SchedulePolicy;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.StackQuota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/**
 * Reads manifests as strictly as {@code kubectl apply} does: a field that the API does not have is
 * a mistake, for it is mostly one that was meant to be another.
 */
public final class PolicyReader {
  private static final Place SPEC = new Place("spec", "/spec");

  private final List<Described> described = new ArrayList<>();
  private final List<LimitsManifest> limits = new ArrayList<>();
  private final List<QuotaManifest> quotas = new ArrayList<>();
  private final List<Manifest> others = new ArrayList<>();
  private final List<ManifestProblem> problems = new ArrayList<>();

  private PolicyReader() {}

  /** Reads files, by their names. */
  public static Policies read(Map<String, String> files) {
    PolicyReader reader = new PolicyReader();
    files.entrySet().stream()
        .sorted(Entry.comparingByKey())
        .forEach(file -> reader.file(file.getKey(), file.getValue()));
    return new Policies(
        reader.described, reader.limits, reader.quotas, reader.others, reader.problems);
  }

  private void file(String name, String text) {
    ManifestReader.Contents contents = ManifestReader.read(name, text);
    List<ManifestProblem> found = new ArrayList<>(contents.problems());
    for (Manifest manifest : contents.manifests()) {
      switch (manifest.kind()) {
        case "HorizontalPodAutoscaler" -> found.addAll(horizontal(manifest));
        case "VerticalPodAutoscaler" -> found.addAll(vertical(manifest));
        case "LimitRange" -> found.addAll(limits(manifest));
        case "ResourceQuota" -> found.addAll(quota(manifest));
        default -> others.add(manifest);
      }
    }
    found.sort(Comparator.comparingInt(ManifestProblem::line));
    problems.addAll(found);
  }

  private List<ManifestProblem> horizontal(Manifest manifest) {
    List<ManifestProblem> found = new ArrayList<>();
    JsonFields spec = spec(manifest, found);
    TargetName target = target(manifest, spec, "scaleTargetRef");
    HorizontalSpec read =
        switch (manifest.apiVersion()) {
          case "autoscaling/v2" ->
              HorizontalSpecJson.read(spec, HorizontalSpecJson.Defaults.KUBERNETES);
          case "autoscaling/v1" -> HorizontalSpecJson.readV1(spec);
          default -> {
            version(manifest, "autoscaling/v2 or autoscaling/v1", found);
            yield HorizontalSpecJson.UNREAD;
          }
        };
    Annotations annotations = new Annotations(manifest, found);
    Map<String, String> queries = annotations.queries(read);
    selectors(manifest, queries, found);
    FallbackPolicy fallback = annotations.fallback();
    List<SchedulePolicy> windows = found.isEmpty() ? annotations.windows(read) : List.of();
    add(
        found.isEmpty()
            ? new HorizontalManifest(manifest, target, read, queries, windows, fallback)
            : new WrongManifest(manifest, target, found));
    return found;
  }

  private List<ManifestProblem> vertical(Manifest manifest) {
    List<ManifestProblem> found = new ArrayList<>();
    JsonFields spec = spec(manifest, found);
    TargetName target = target(manifest, spec, "targetRef");
    ResizePolicy policy =
        new VerticalAnnotations(manifest, found).over(VerticalSpecJson.read(spec));
    if (!manifest.apiVersion().equals("autoscaling.k8s.io/v1")) {
      version(manifest, "autoscaling.k8s.io/v1", found);
    }
    add(
        found.isEmpty()
            ? new VerticalManifest(manifest, target, policy)
            : new WrongManifest(manifest, target, found));
    return found;
  }

  private List<ManifestProblem> limits(Manifest manifest) {
    List<ManifestProblem> found = new ArrayList<>();
    StackLimits read = LimitRangeJson.read(manifest, spec(manifest, found));
    ofStack(manifest, found);
    new Annotations(manifest, found).only(Set.of());
    if (found.isEmpty()) {
      limits.add(new LimitsManifest(manifest, read));
    }
    return found;
  }

  private List<ManifestProblem> quota(Manifest manifest) {
    List<ManifestProblem> found = new ArrayList<>();
    boolean strict = new Annotations(manifest, found).quotaIsStrict();
    StackQuota read = QuotaJson.read(manifest, spec(manifest, found), strict);
    ofStack(manifest, found);
    if (found.isEmpty()) {
      quotas.add(new QuotaManifest(manifest, read));
    }
    return found;
  }

  /** What is for all of a stack has to name it: which one was meant can't be told from targets. */
  private static void ofStack(Manifest manifest, List<ManifestProblem> found) {
    if (!manifest.apiVersion().equals("v1")) {
      version(manifest, "v1", found);
    }
    if (manifest.namespace().isEmpty()) {
      found.add(
          manifest
              .source()
              .problem("/metadata", "metadata.namespace: is missing: the name of the stack"));
    }
  }

  /** One without the name of a target is nobody's: it is among the problems only. */
  private void add(Described one) {
    if (!one.target().name().isEmpty()) {
      described.add(one);
    }
  }

  private static void version(Manifest manifest, String expected, List<ManifestProblem> found) {
    found.add(
        manifest
            .source()
            .problem(
                "/apiVersion",
                "apiVersion: expected %s in place of %s"
                    .formatted(expected, MalformedValueException.quote(manifest.apiVersion()))));
  }

  private static JsonFields spec(Manifest manifest, List<ManifestProblem> found) {
    Mistakes mistakes =
        new Mistakes() {
          @Override
          public void add(Place place, String what) {
            found.add(manifest.source().problem(place.pointer(), place.path() + ": " + what));
          }

          @Override
          public boolean unknownFields() {
            return true;
          }
        };
    JsonFields.of(manifest.content(), Place.ROOT, mistakes)
        .only("apiVersion", "kind", "metadata", "spec", "status");
    return JsonFields.of(manifest.spec(), SPEC, mistakes);
  }

  private static TargetName target(Manifest manifest, JsonFields spec, String field) {
    spec.require(field);
    JsonFields reference = spec.object(field).only("apiVersion", "kind", "name");
    if (spec.has(field)) {
      reference.require("kind");
      reference.require("name");
    }
    return new TargetName(manifest.namespace(), reference.text("name", ""));
  }

  /** A selector would choose among series: what that means in PromQL only the author can tell. */
  private static void selectors(
      Manifest manifest, Map<String, String> queries, List<ManifestProblem> found) {
    Map<String, String> sources = new HashMap<>();
    int count = manifest.spec().path("metrics").size();
    for (int i = 0; i < count; i++) {
      for (String kind : List.of("pods", "object", "external")) {
        sources.put(
            "/spec/metrics/%d/%s/metric/selector".formatted(i, kind),
            manifest.spec().at("/metrics/%d/%s/metric/name".formatted(i, kind)).asText());
      }
    }
    sources.forEach(
        (pointer, metric) -> {
          if (!manifest.content().at(pointer).isMissingNode() && !queries.containsKey(metric)) {
            found.add(
                manifest
                    .source()
                    .problem(
                        pointer,
                        "selector: expected the annotation %s beside it, whose PromQL takes its place"
                            .formatted(Annotations.queryKey(metric))));
          }
        });
  }
}
