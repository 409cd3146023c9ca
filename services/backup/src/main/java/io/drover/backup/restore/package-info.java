/** Restores: into the same or another stack, on the same or another Swarm. */
package io.drover.backup.restore;
