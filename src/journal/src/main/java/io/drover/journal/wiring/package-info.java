/** The journal as beans of a service, and its configuration. */
package io.drover.journal.wiring;
