package io.drover.manifests;

import io.drover.core.model.MalformedValueException;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What Drover adds to a VerticalPodAutoscaler: the annotation {@code drover.io/resize-window},
 * windows of the grammar of {@code drover.resize.window}, one a line or with semicolons between
 * them, in which alone its tasks are replaced. With the update modes InPlace and InPlaceOrRecreate
 * running tasks are then changed at once, as {@code drover.resize.mode=in-place} does.
 */
final class VerticalAnnotations {
  private static final String OURS = "drover.io/";
  private static final String WINDOW = OURS + "resize-window";
  private static final Set<String> IN_PLACE = Set.of("InPlace", "InPlaceOrRecreate");

  private final Manifest manifest;
  private final List<ManifestProblem> problems;

  VerticalAnnotations(Manifest manifest, List<ManifestProblem> problems) {
    this.manifest = manifest;
    this.problems = problems;
  }

  /** The spec's policy with the windows that the annotation names. */
  ResizePolicy over(ResizePolicy policy) {
    manifest.annotations().keySet().stream()
        .filter(key -> key.startsWith(OURS) && !key.equals(WINDOW))
        .forEach(key -> problem(key, "is unknown; there is " + WINDOW));
    if (!manifest.annotations().containsKey(WINDOW)) {
      return policy;
    }
    List<TimeWindow> windows = windows(manifest.annotations().get(WINDOW));
    String mode = manifest.spec().at("/updatePolicy/updateMode").asText();
    boolean inPlace = policy.mode() == ResizePolicy.Mode.AUTO && IN_PLACE.contains(mode);
    return policy.within(inPlace ? ResizePolicy.Mode.IN_PLACE : policy.mode(), windows);
  }

  private List<TimeWindow> windows(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("[;\n]")) {
      if (!line.isBlank()) {
        lines.add(line.strip());
      }
    }
    try {
      return TimeWindow.parseList(String.join(";", lines));
    } catch (MalformedValueException malformed) {
      problem(WINDOW, malformed.getMessage());
      return List.of();
    }
  }

  private void problem(String key, String what) {
    String pointer = "/metadata/annotations/" + YamlTree.escaped(key);
    problems.add(manifest.source().problem(pointer, "metadata.annotations: " + key + ": " + what));
  }
}
