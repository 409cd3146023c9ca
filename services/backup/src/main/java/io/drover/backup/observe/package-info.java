/** Reads what is backed up, and what a restore finds. */
package io.drover.backup.observe;
