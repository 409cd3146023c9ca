package io.drover.scaling.decide.sizing;

/**
 * What the tasks of one service used in an hour, or in several.
 *
 * @param cpu millicores of each task, averaged over a minute, one a minute
 * @param memory largest working set of each task in a minute, in bytes, one a minute
 */
public record UsedHour(Digest cpu, Digest memory) {
  /** Nothing is known. */
  public static final UsedHour NONE = new UsedHour(Digest.NONE, Digest.NONE);

  /** Both together. */
  public UsedHour plus(UsedHour other) {
    return new UsedHour(cpu.plus(other.cpu), memory.plus(other.memory));
  }
}
