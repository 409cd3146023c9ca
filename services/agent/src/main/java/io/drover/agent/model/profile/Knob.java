package io.drover.agent.model.profile;

import java.util.List;

/**
 * One value of the node profile.
 *
 * @param name as its users know it
 * @param wanted what it should be
 * @param places the files that hold it, relative to the node's root; of a sysctl the first that is
 *     there, of a governor all
 * @param ruledBy a file that overrules it while it holds another number than 0; empty text for none
 */
public record Knob(String name, String wanted, List<String> places, String ruledBy) {
  public Knob {
    places = List.copyOf(places);
  }

  /** One that nothing overrules. */
  public Knob(String name, String wanted, List<String> places) {
    this(name, wanted, places, "");
  }
}
