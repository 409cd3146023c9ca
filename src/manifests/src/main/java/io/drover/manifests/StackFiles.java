package io.drover.manifests;

import io.drover.core.model.Allotment;
import java.util.List;
import java.util.Map;

/**
 * What stack files say of their services' sizes.
 *
 * @param services by full name, {@code <stack>_<service>}
 * @param problems everything that is wrong, in the order of files and lines
 */
public record StackFiles(Map<String, Declared> services, List<ManifestProblem> problems) {

  /** No stack file at all. */
  public static final StackFiles NONE = new StackFiles(Map.of(), List.of());

  /**
   * One service as its stack file has it.
   *
   * @param allotment what its {@code deploy.resources} say; what is absent is not declared
   * @param file the stack file
   * @param lines where the amounts stand, from 1, by their place under {@code deploy.resources}:
   *     {@code limits.cpus}
   * @param unread amounts that only the shell that deploys knows; they count as not declared
   * @param problems what is wrong with it: it is left alone then
   */
  public record Declared(
      Allotment allotment,
      String file,
      Map<String, Integer> lines,
      List<ManifestProblem> unread,
      List<ManifestProblem> problems) {
    public Declared {
      lines = Map.copyOf(lines);
      unread = List.copyOf(unread);
      problems = List.copyOf(problems);
    }
  }

  public StackFiles {
    services = Map.copyOf(services);
    problems = List.copyOf(problems);
  }
}
