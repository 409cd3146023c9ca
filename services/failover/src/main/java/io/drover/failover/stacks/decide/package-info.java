/** Decides what turns stacks off and on, step by step. */
package io.drover.failover.stacks.decide;
