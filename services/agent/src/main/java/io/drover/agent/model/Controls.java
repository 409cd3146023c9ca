package io.drover.agent.model;

/**
 * What a container's control group holds besides its limits.
 *
 * @param weight its weight in the contest for processor time
 * @param cpus the processors that it may run on at this moment
 * @param memoryNodes the NUMA nodes that it may have memory of
 * @param memoryAndSwap bytes of memory and swap together
 */
public record Controls(Weight weight, Indices cpus, Indices memoryNodes, Field memoryAndSwap) {
  private static final String EARLY = "not read yet";

  /** Nothing was read so far. */
  public static final Controls UNREAD =
      new Controls(
          new Weight(Scale.SHARES, Field.unknown(EARLY)),
          new Indices.Unknown(EARLY),
          new Indices.Unknown(EARLY),
          Field.unknown(EARLY));

  /** The two scales that kernels weigh processor time on. */
  public enum Scale {
    /** Control groups version 1: 2 to 262144, usually 1024. */
    SHARES,
    /** Control groups version 2: 1 to 10000, usually 100. */
    WEIGHT
  }

  /** A weight on its scale. */
  public record Weight(Scale scale, Field value) {}

  /** A list of processors or NUMA nodes, or why there is none. */
  public sealed interface Indices {

    /** The kernel's list. */
    record Known(IndexSet set) implements Indices {}

    /**
     * It could not be read.
     *
     * @param reason for people
     */
    record Unknown(String reason) implements Indices {}

    /** Reads the kernel's list format; an empty list is no knowledge. */
    static Indices read(String text) {
      try {
        IndexSet set = IndexSet.parse(text);
        return set.isEmpty() ? new Unknown("the kernel wrote an empty list") : new Known(set);
      } catch (IllegalArgumentException malformed) {
        return new Unknown("the kernel wrote '" + text.strip() + "'");
      }
    }
  }
}
