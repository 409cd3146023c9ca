package io.drover.backup.keep;

import io.drover.backup.decide.keep.Verdict;
import io.drover.backup.decide.state.Standing;
import io.drover.backup.manifest.BackupId;
import java.util.List;
import java.util.Optional;

/** How it stands with backups, for the API to read while the loop writes. */
public final class KeepBoard {
  private View view = View.nothing("nothing was looked at yet");

  /**
   * What is shown.
   *
   * @param reasonForNone why nothing is known here; empty text where it is
   * @param standings of each service with a schedule, by name
   * @param verdicts on each backup
   * @param problems what can't be read in the store, and labels that can't be understood
   */
  public record View(
      String reasonForNone,
      List<Standing> standings,
      List<Verdict> verdicts,
      List<String> problems) {
    public View {
      standings = List.copyOf(standings);
      verdicts = List.copyOf(verdicts);
      problems = List.copyOf(problems);
    }

    static View nothing(String reason) {
      return new View(reason, List.of(), List.of(), List.of());
    }

    /** What becomes of a backup. */
    public Optional<Verdict> verdict(BackupId id) {
      return verdicts.stream().filter(verdict -> verdict.id().equals(id)).findFirst();
    }
  }

  /** What is shown now. */
  public synchronized View view() {
    return view;
  }

  synchronized void show(View seen) {
    view = seen;
  }
}
