package io.drover.placement.decide.plan;

import java.util.Objects;

/**
 * A plugin of an engine.
 *
 * @param type Volume or Log
 * @param name its name, perhaps with a tag
 */
public record Plugin(String type, String name) {
  public Plugin {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
  }

  /** Whether this is the one that is asked for; the tag latest need not be named. */
  public boolean is(Plugin wanted) {
    return type.equals(wanted.type)
        && (name.equals(wanted.name) || name.equals(wanted.name + ":latest"));
  }
}
