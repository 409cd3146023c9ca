/** Keeps the described stacks of the primary ready at the stand-by. */
package io.drover.failover.mirror;
