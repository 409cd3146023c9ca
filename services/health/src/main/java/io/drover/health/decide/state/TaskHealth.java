package io.drover.health.decide.state;

import java.time.Instant;

/**
 * How a task is that should run.
 *
 * @param id the task
 * @param slot its slot; 0 of a global service
 * @param node its node's name; empty text while it has none
 * @param state Swarm's word for its state
 * @param since when it came to be in it
 * @param level how bad that is
 * @param code what is the matter, as of {@link Kind}; Running, or Starting, where nothing is
 * @param text in plain words
 */
public record TaskHealth(
    String id,
    int slot,
    String node,
    String state,
    Instant since,
    Level level,
    String code,
    String text) {}
