package io.drover.journal.spool;

/**
 * One record of the spool.
 *
 * @param seq its number; grows along a stream and from each stream of an instance to the next
 * @param json the decision as one line of JSON
 */
public record Spooled(long seq, String json) {}
