/** Incidents: what is wrong, from when until when, so that flapping makes one and not a hundred. */
package io.drover.health.decide.incident;
