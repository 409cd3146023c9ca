/** Writes to the stand-by. */
package io.drover.failover.mirror.act;
