/** Trying a move without effect, and telling what failing back would lose. */
package io.drover.failover.rehearse;
