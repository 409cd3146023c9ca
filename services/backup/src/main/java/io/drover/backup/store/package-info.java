/** Where backups are kept: wholly or not at all. */
package io.drover.backup.store;
