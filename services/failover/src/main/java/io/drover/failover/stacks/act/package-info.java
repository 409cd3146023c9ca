/** Writes what turns stacks off and on. */
package io.drover.failover.stacks.act;
