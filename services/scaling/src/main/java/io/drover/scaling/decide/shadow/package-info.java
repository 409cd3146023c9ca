/** What would have happened to a service's replicas, against what did; pure. */
package io.drover.scaling.decide.shadow;
