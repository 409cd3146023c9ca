/** What is done to nodes and services for a backup, a restore or a move. */
package io.drover.backup.act;
