package io.drover.backup.decide.keep;

import io.drover.backup.manifest.BackupId;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A backup in the store, as far as it matters whether it stays there.
 *
 * @param id which
 * @param parts what it holds, of which services
 * @param check what is known of its content
 */
public record Held(BackupId id, SortedSet<Part> parts, Check check) {

  /** What reading it again said. */
  public enum Check {
    /** It was not read again yet. */
    NONE,
    /** All of it was as it was written. */
    GOOD,
    /** Something in it was not. */
    DAMAGED
  }

  public Held {
    Objects.requireNonNull(id, "id");
    parts = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(parts));
    Objects.requireNonNull(check, "check");
  }
}
