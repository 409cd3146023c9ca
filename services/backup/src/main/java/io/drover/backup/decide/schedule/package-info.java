/** When which services are backed up. */
package io.drover.backup.decide.schedule;
