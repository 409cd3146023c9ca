package io.drover.placement.decide.capacity;

import io.drover.core.model.Resources;
import io.drover.placement.decide.plan.Amounts;

/**
 * A service as it counts.
 *
 * @param name its full name
 * @param stack its stack; empty text for none
 * @param tier its tier; empty text for none
 * @param tasks how many tasks it is to have
 * @param each what each of them reserves
 * @param limits what each of them is limited to
 */
public record SizedService(
    String name, String stack, String tier, int tasks, Amounts each, Resources limits) {}
