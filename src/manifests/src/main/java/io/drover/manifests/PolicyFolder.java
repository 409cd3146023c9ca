package io.drover.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder of manifests, such as the configs that Swarm mounts: every {@code .yaml}, {@code .yml}
 * and {@code .json} file in it that is not hidden. Whether it changed is told by what is in the
 * files: times of change are too coarse, and mounts keep them.
 */
public final class PolicyFolder {
  private final FolderFiles files;
  private Map<String, String> known = Map.of();
  private Policies policies = Policies.NONE;

  /** This folder; it need not be there yet. */
  public PolicyFolder(Path folder) {
    this.files = new FolderFiles(folder);
  }

  /**
   * What is there now; parsed only when it changed. Never throws: where the folder can't be read,
   * what was read last still holds, and a problem says so.
   */
  public synchronized Policies read() {
    FolderFiles.Read found = files.read();
    if (!found.texts().equals(known)) {
      policies = PolicyReader.read(found.texts());
      known = found.texts();
    }
    if (found.problems().isEmpty()) {
      return policies;
    }
    List<ManifestProblem> problems = new ArrayList<>(found.problems());
    problems.addAll(policies.problems());
    return policies.withProblems(problems);
  }
}
