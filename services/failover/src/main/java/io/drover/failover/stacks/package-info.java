/** The stacks that move between two sites: what is there, and turning them off and on. */
package io.drover.failover.stacks;
