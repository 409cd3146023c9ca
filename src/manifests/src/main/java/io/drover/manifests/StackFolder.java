package io.drover.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder of stack files, each named after its stack; otherwise as {@link PolicyFolder}. */
public final class StackFolder {
  private final FolderFiles files;
  private Map<String, String> known = Map.of();
  private StackFiles stacks = StackFiles.NONE;

  /** This folder; it need not be there yet. */
  public StackFolder(Path folder) {
    this.files = new FolderFiles(folder);
  }

  /** What is there now; parsed only when it changed. Never throws. */
  public synchronized StackFiles read() {
    FolderFiles.Read found = files.read();
    if (!found.texts().equals(known)) {
      stacks = StackFileReader.read(found.texts());
      known = found.texts();
    }
    if (found.problems().isEmpty()) {
      return stacks;
    }
    List<ManifestProblem> problems = new ArrayList<>(found.problems());
    problems.addAll(stacks.problems());
    return new StackFiles(stacks.services(), problems);
  }
}
