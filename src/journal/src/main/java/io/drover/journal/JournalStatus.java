package io.drover.journal;

import java.time.Duration;

/**
 * How the journal is.
 *
 * @param database whether its database answers
 * @param spooledRecords decisions on disk that are not in the database yet
 * @param spooledBytes the spool's size
 * @param full whether the spool refuses decisions because it reached its cap
 * @param lag how long ago everything recorded was last in the database; zero while it is
 * @param refused decisions that {@link Journal#record} could not take since the start
 * @param damaged spooled lines that were dropped, because a crash or a bad disk damaged them
 * @param setAside decisions that the database will never take, kept in the spool's refused.jsonl
 */
public record JournalStatus(
    DatabaseState database,
    long spooledRecords,
    long spooledBytes,
    boolean full,
    Duration lag,
    long refused,
    long damaged,
    long setAside) {}
