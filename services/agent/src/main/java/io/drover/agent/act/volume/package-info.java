/** Volumes of the node: what they are, who uses them, and the movers that read and fill them. */
package io.drover.agent.act.volume;
