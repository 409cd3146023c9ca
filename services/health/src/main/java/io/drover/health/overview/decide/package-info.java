/** What answers of the other services, and their silence, come to. */
package io.drover.health.overview.decide;
