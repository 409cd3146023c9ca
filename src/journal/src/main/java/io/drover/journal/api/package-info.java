/** The journal's REST endpoints. */
package io.drover.journal.api;
