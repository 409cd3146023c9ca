/** Runs of backups: from the intent to the committed backup. */
package io.drover.backup.run;
