package io.drover.journal;

import java.time.Instant;

/**
 * What a service was seen to use, as it is stored.
 *
 * @param service its full name
 * @param lastSample when the last sample in it was taken
 * @param body a JSON object
 */
public record StoredUsage(String service, Instant lastSample, String body) {}
