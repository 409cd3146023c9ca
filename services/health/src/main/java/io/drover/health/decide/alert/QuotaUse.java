package io.drover.health.decide.alert;

/**
 * How much of a quota a stack uses.
 *
 * @param quota the quota's name
 * @param stack the stack
 * @param resource what is counted
 * @param used as text with its unit
 * @param hard as text with its unit
 * @param full whether nothing is left
 */
public record QuotaUse(
    String quota, String stack, String resource, String used, String hard, boolean full) {}
