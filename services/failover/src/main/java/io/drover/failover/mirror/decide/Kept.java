package io.drover.failover.mirror.decide;

import io.drover.failover.mirror.Content;

/**
 * What the stand-by's engine made of a service that was written to it: another version of Docker
 * may leave something out, or add something.
 *
 * @param wanted the content that was written
 * @param has the content that was read back
 */
public record Kept(Content wanted, Content has) {}
