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
    String note) {}
