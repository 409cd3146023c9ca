/**
 * A Swarm of any size in memory that speaks the Engine API over HTTP on loopback, with faults on
 * demand.
 */
package io.drover.testkit.sim;
