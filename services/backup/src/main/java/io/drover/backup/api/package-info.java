/** What operators ask of backups. */
package io.drover.backup.api;
