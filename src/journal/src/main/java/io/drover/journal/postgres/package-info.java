/** The journal's store in PostgreSQL, by Hibernate Reactive. */
package io.drover.journal.postgres;
