package io.drover.manifests;

import java.util.List;

/**
 * What a set of files asks for.
 *
 * @param described manifests that govern services, right or wrong, in the order of files and lines
 * @param others manifests of kinds that somebody else reads, such as ConfigMaps
 * @param problems everything that is wrong, in the same order
 */
public record Policies(
    List<Described> described, List<Manifest> others, List<ManifestProblem> problems) {

  /** Nothing at all. */
  public static final Policies NONE = new Policies(List.of(), List.of(), List.of());

  public Policies {
    described = List.copyOf(described);
    others = List.copyOf(others);
    problems = List.copyOf(problems);
  }
}
