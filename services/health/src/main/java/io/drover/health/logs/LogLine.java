package io.drover.health.logs;

/**
 * A line that a task wrote.
 *
 * @param at when, as the engine writes it; empty text where it did not
 * @param stream stdout or stderr
 * @param text the line, without its end
 */
record LogLine(String at, String stream, String text) {}
