/** Reads what is to be mirrored, and what is there. */
package io.drover.failover.mirror.observe;
