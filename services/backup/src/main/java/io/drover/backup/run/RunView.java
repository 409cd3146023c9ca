package io.drover.backup.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.drover.backup.manifest.Trigger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How far a run is.
 *
 * @param id of the run
 * @param stack whose backup it makes
 * @param trigger why
 * @param by who wanted it
 * @param stage what it does now
 * @param startedAt when it began
 * @param changedAt when it last got further
 * @param backup the name of the backup it makes; empty text before there is one
 * @param volumes how far each volume is
 * @param notes what the backup won't hold, and what its reader should know
 * @param message why it failed or was refused, in words; empty text otherwise
 */
@RegisterForReflection
public record RunView(
    String id,
    String stack,
    Trigger trigger,
    String by,
    Stage stage,
    Instant startedAt,
    Instant changedAt,
    String backup,
    List<VolumeProgress> volumes,
    List<String> notes,
    String message) {
  public RunView {
    volumes = List.copyOf(volumes);
    notes = List.copyOf(notes);
  }

  /** What a run does, in this order. */
  @RegisterForReflection
  public enum Stage {
    /** It looks what there is. */
    @JsonProperty("planning")
    PLANNING,
    /** It runs commands in tasks. */
    @JsonProperty("before")
    BEFORE,
    /** It stops services. */
    @JsonProperty("stopping")
    STOPPING,
    /** It reads volumes. */
    @JsonProperty("reading")
    READING,
    /** It brings services back, and runs commands in them. */
    @JsonProperty("after")
    AFTER,
    /** It makes the backup one. */
    @JsonProperty("committing")
    COMMITTING,
    /** The backup is there. */
    @JsonProperty("done")
    DONE,
    /** There is no backup. */
    @JsonProperty("failed")
    FAILED,
    /** Somebody ended it; there is no backup. */
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether nothing more comes. */
    public boolean isOver() {
      return compareTo(DONE) >= 0;
    }
  }

  /**
   * How far a volume is.
   *
   * @param volume its name
   * @param node where it is read
   * @param entries how many files and the like are done
   * @param bytes content of files so far
   * @param expectedBytes content of files when it was last measured; -1 where that isn't known
   * @param archiveBytes what that takes so far
   * @param done whether it is read wholly
   */
  @RegisterForReflection
  public record VolumeProgress(
      String volume,
      String node,
      long entries,
      long bytes,
      long expectedBytes,
      long archiveBytes,
      boolean done) {}

  /** Content of files that was read. */
  public long bytes() {
    return volumes.stream().mapToLong(VolumeProgress::bytes).sum();
  }
}
