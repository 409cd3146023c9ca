/**
 * An append-only spool on disk: nothing that was taken is lost with the process or the database.
 *
 * <pre>
 * DIRECTORY/                              may be shared by several instances, on one volume
 *   INSTANCE~FIRSTSEQ/                    one stream: what one run of one instance recorded
 *     lock                                held by the living process that owns or adopted the stream
 *     00000001764000000000000000.log      a segment, named after its first sequence number
 *     drained                             the last sequence number that is safe in the database
 * </pre>
 *
 * <p>A stream is written by the process that made it and by no other, and is read by whoever holds
 * its lock. A process that finds a stream unlocked adopts it: it drains it to the end and removes
 * it.
 */
package io.drover.journal.spool;
