/** The journal's store in PostgreSQL, by SQL on its reactive client. */
package io.drover.journal.postgres;
