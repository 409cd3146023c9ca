/** How it stands with the backups of each service. */
package io.drover.backup.decide.state;
