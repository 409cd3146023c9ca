package io.drover.core.policy;

/**
 * The tier that a service is counted in; nothing is done about it.
 *
 * @param name not empty
 */
public record TierPolicy(String name) implements Concern {}
