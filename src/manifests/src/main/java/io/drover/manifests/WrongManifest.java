package io.drover.manifests;

import java.util.List;

/**
 * A manifest with mistakes, of a service that can nevertheless be told: that service is left alone
 * rather than governed by less than its operator wrote.
 *
 * @param manifest as it was written
 * @param target which service it is for
 * @param problems what is wrong; at least one
 */
public record WrongManifest(Manifest manifest, TargetName target, List<ManifestProblem> problems)
    implements Described {
  public WrongManifest {
    problems = List.copyOf(problems);
  }
}
