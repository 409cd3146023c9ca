/** What a restore will do: pure. */
package io.drover.backup.decide.restore;
