/** What moving a volume comes to: pure. */
package io.drover.backup.decide.move;
