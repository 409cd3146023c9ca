package io.drover.runtime.lease;

/**
 * A lease as an operator sees it.
 *
 * @param name the Swarm config object's name
 * @param holder the holder as last seen, or empty text when nobody is known
 * @param epoch the holder's epoch; 0 when nobody is known
 * @param since since when it is known so, in ISO 8601, or empty text
 * @param mine whether this instance holds it
 * @param acting whether this instance may act now
 * @param note what is missing, or empty text
 */
public record LeaseView(
    String name,
    String holder,
    long epoch,
    String since,
    boolean mine,
    boolean acting,
    String note) {
  /** Why this instance does not act, for people. */
  public String whyNot() {
    if (mine) {
      return "this instance holds %s, but must not act at this moment: for seconds after it was made, and while it can't be renewed, somebody else may believe to hold it"
          .formatted(name);
    }
    return holder.isEmpty()
        ? "nobody is known to hold %s".formatted(name)
        : "%s is held by %s since %s".formatted(name, holder, since);
  }
}
