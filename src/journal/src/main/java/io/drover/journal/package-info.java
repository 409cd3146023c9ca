/** Decisions with reason and outcome, kept in PostgreSQL and spooled to disk while it is away. */
package io.drover.journal;
