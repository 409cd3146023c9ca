package io.drover.backup.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How far a restore is.
 *
 * @param id of the restore
 * @param stack whose backup it is
 * @param backup which one
 * @param as the stack's name afterwards
 * @param by who wanted it
 * @param stage what it does now
 * @param startedAt when it began
 * @param changedAt when it last got further
 * @param doing what is being done, in words
 * @param done what is done, in words, in order
 * @param volumes how far each volume is
 * @param notes what the operator should know
 * @param message why it failed; empty text otherwise
 */
@RegisterForReflection
public record RestoreView(
    String id,
    String stack,
    String backup,
    String as,
    String by,
    Stage stage,
    Instant startedAt,
    Instant changedAt,
    String doing,
    List<String> done,
    List<Volume> volumes,
    List<String> notes,
    String message) {
  public RestoreView {
    done = List.copyOf(done);
    volumes = List.copyOf(volumes);
    notes = List.copyOf(notes);
  }

  /** Where it stands. */
  @RegisterForReflection
  public enum Stage {
    /** It is under way. */
    @JsonProperty("running")
    RUNNING,
    /** All of it is there. */
    @JsonProperty("done")
    DONE,
    /** It ended before all of it was there; asked for again, it goes on. */
    @JsonProperty("failed")
    FAILED;

    /** Whether nothing more comes. */
    public boolean isOver() {
      return this != RUNNING;
    }
  }

  /**
   * How far a volume is.
   *
   * @param volume its name afterwards
   * @param node where it is written
   * @param entries how many files and the like are done
   * @param bytes content of files so far
   * @param expectedBytes content of files in the backup
   * @param done whether it is there, and checked
   */
  @RegisterForReflection
  public record Volume(
      String volume, String node, long entries, long bytes, long expectedBytes, boolean done) {}
}
