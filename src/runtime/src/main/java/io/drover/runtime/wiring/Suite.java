package io.drover.runtime.wiring;

import io.drover.runtime.guard.Mode;

/**
 * What every service of the suite is told.
 *
 * @param mode whether decisions are acted on ({@code drover.mode})
 * @param instance name of this process, used by no other one, not even by its predecessor on the
 *     same host ({@code drover.instance} and a random part)
 */
public record Suite(Mode mode, String instance) {}
