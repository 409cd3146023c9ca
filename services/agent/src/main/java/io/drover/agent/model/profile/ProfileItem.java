package io.drover.agent.model.profile;

/**
 * How one value of the profile stands on this node.
 *
 * @param name which
 * @param wanted what it should be
 * @param actual what it is; empty text where it is not there or can't be read
 * @param standing the comparison
 * @param why what is in the way, or to be done; may be empty text
 */
public record ProfileItem(
    String name, String wanted, String actual, Standing standing, String why) {

  /** How an actual value compares. */
  public enum Standing {
    /** As wanted. */
    AS_WANTED,
    /** Otherwise. */
    DIFFERS,
    /** This node has no such thing. */
    NOT_THERE,
    /** Nobody can say. */
    UNKNOWN
  }

  /** The same, with something more to say. */
  public ProfileItem because(String reason) {
    return new ProfileItem(name, wanted, actual, standing, reason);
  }
}
