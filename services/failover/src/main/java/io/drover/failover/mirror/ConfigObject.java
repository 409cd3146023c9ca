package io.drover.failover.mirror;

import io.drover.engine.RawJson;

/**
 * A config of a Swarm. Its content is nobody's business, so only its digest is compared and told.
 *
 * @param id its id at its site
 * @param name its name
 * @param stack the stack that it belongs to, or empty text
 * @param digest of its content
 * @param spec as the engine takes it
 */
public record ConfigObject(String id, String name, String stack, String digest, RawJson spec) {
  @Override
  public String toString() {
    return "config " + name;
  }
}
