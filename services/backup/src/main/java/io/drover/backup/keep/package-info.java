/** Starts what schedules ask for, reads backups again, and removes what nobody wants any more. */
package io.drover.backup.keep;
