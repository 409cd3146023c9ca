/** What is known of backups and of the runs that made them. */
package io.drover.backup.record;
