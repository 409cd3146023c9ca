package io.drover.agent.model;

import java.time.Instant;

/**
 * A volume of this node.
 *
 * @param name its name
 * @param stack the stack that it belongs to; empty text for none
 * @param bytes what is in it
 * @param measuredAt when that was measured; the epoch while it was not
 */
public record VolumeSize(String name, String stack, Field bytes, Instant measuredAt) {}
