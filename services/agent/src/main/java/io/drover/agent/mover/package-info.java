/**
 * What runs in a mover: a container of the agent's own image with one volume mounted, that the
 * agent starts to read or to fill the volume. The same application, but nothing of it is started:
 * no HTTP, no beans, no configuration.
 */
package io.drover.agent.mover;
