/** Moves of volumes with the services that use them. */
package io.drover.backup.move;
