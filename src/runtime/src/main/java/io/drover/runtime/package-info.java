/** The loop kit: reconciling, lease, pause, guards, records and the shared HTTP parts. */
package io.drover.runtime;
