/** What a backup run will do, and how services come back: pure. */
package io.drover.backup.decide.run;
