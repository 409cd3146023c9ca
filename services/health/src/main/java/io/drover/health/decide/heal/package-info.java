/** Repairs of services that ask for them: when, how often, and when not. */
package io.drover.health.decide.heal;
