/** Which backups are kept, and why. */
package io.drover.backup.decide.keep;
