/** What a service's process does before, or in place of, starting Quarkus. */
package io.drover.runtime.launch;
