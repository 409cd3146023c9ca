package io.drover.agent.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The out-of-memory scores of a container's processes. The engine sets them at a container's start
 * only. The files of a control group name no process of another process namespace, as this agent's
 * is, so processes are found by the group that each is in.
 */
public final class OomScores {
  private final Path proc;

  /** The scores in the node's own /proc, wherever that is mounted. */
  public OomScores(Path proc) {
    this.proc = proc;
  }

  /** What the processes of a container have: one number, several with commas, or empty text. */
  public String read(String containerId) {
    TreeSet<Integer> scores = new TreeSet<>();
    for (Path process : processes(containerId)) {
      score(process).ifPresent(scores::add);
    }
    return String.join(",", scores.stream().map(String::valueOf).toList());
  }

  /**
   * Gives every process of a container this adjustment; new ones inherit it.
   *
   * @return why not; empty text when all have it
   */
  public String write(String containerId, int adjustment) {
    List<Path> processes = processes(containerId);
    if (processes.isEmpty()) {
      return "no process of the container is seen in " + proc;
    }
    for (Path process : processes) {
      if (score(process).filter(present -> present != adjustment).isEmpty()) {
        continue;
      }
      try {
        Files.write(
            process.resolve("oom_score_adj"),
            Integer.toString(adjustment).getBytes(StandardCharsets.US_ASCII),
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
      } catch (NoSuchFileException ended) {
        continue;
      } catch (IOException refused) {
        String said = refused.getMessage();
        return "the agent may not write %s (%s); it needs /proc mounted for writing, the capability SYS_RESOURCE to lower a score, and DAC_OVERRIDE for processes of other users"
            .formatted(
                process.resolve("oom_score_adj"),
                said == null ? refused.getClass().getSimpleName() : said);
      }
    }
    return "";
  }

  private static Optional<Integer> score(Path process) {
    try {
      return Optional.of(
          Integer.parseInt(Files.readString(process.resolve("oom_score_adj")).strip()));
    } catch (IOException | NumberFormatException ended) {
      return Optional.empty();
    }
  }

  private List<Path> processes(String containerId) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : all) {
        if (group(process).contains(containerId)) {
          found.add(process);
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    return found;
  }

  private static String group(Path process) {
    try {
      return Files.readString(process.resolve("cgroup"));
    } catch (IOException ended) {
      return "";
    }
  }
}
