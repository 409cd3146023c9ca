package io.drover.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One Kubernetes object as it was written; nothing of its own kind is looked at yet.
 *
 * @param apiVersion for example {@code autoscaling/v2}
 * @param kind for example {@code HorizontalPodAutoscaler}
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}; empty text when none is given
 * @param labels {@code metadata.labels}
 * @param annotations {@code metadata.annotations}
 * @param content the whole object; not to be changed
 * @param source where it stands
 */
public record Manifest(
    String apiVersion,
    String kind,
    String name,
    String namespace,
    Map<String, String> labels,
    Map<String, String> annotations,
    JsonNode content,
    Source source) {

  /**
   * Where the parts of an object stand.
   *
   * @param file the file
   * @param lines line, from 1, by JSON pointer; the empty pointer is the object itself
   */
  public record Source(String file, Map<String, Integer> lines) {
    public Source {
      lines = Map.copyOf(lines);
    }

    /** The line of {@code pointer}, or of the innermost part around it that is there. */
    public int line(String pointer) {
      String part = pointer;
      while (!lines.containsKey(part) && !part.isEmpty()) {
        part = part.substring(0, Math.max(0, part.lastIndexOf('/')));
      }
      return lines.getOrDefault(part, 1);
    }

    /** A problem with what {@code pointer} points to, be it there or missing. */
    public ManifestProblem problem(String pointer, String message) {
      return new ManifestProblem(file, line(pointer), message);
    }
  }

  public Manifest {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** For people, with file and line: {@code ResourceQuota shop (shop.yaml:1)}. */
  public String origin() {
    return "%s %s (%s:%d)".formatted(kind, name, source.file(), source.line(""));
  }

  /** The object's {@code spec}; a missing node when it has none. */
  public JsonNode spec() {
    return content.path("spec");
  }
}
