/** Decides what the stand-by lacks, and says what can't be made there. */
package io.drover.failover.mirror.decide;
