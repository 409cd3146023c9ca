package io.drover.runtime.loop;

import java.util.Map;

/**
 * Where a loop stands.
 *
 * @param loop its name
 * @param rounds how many rounds observed successfully
 * @param lastRound when the last of them did, in ISO 8601, or empty text before the first
 * @param lastError why the latest attempt to observe failed, or empty text when it did not
 * @param keys how many keys the last round had
 * @param running how many are being reconciled or wait for their turn
 * @param failing the keys that back off, by id, with the last failure of each
 * @param healthy whether the last successful round is recent enough: within three periods and one
 *     deadline
 */
public record LoopStatus(
    String loop,
    long rounds,
    String lastRound,
    String lastError,
    int keys,
    int running,
    Map<String, String> failing,
    boolean healthy) {
  public LoopStatus {
    failing = Map.copyOf(failing);
  }
}
