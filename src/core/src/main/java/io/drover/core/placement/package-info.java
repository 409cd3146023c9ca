/** What decides which nodes may run a service's tasks, as Swarm's scheduler compares it. */
package io.drover.core.placement;
