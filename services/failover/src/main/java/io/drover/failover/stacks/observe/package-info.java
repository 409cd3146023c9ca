/** Reads the described stacks of a site. */
package io.drover.failover.stacks.observe;
