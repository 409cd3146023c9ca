package io.drover.agent.model;

import java.util.List;

/** What a name server said about a name. */
public sealed interface NameAnswer {

  /** It has these IPv4 addresses, in the order of the answer. */
  record Addresses(List<String> all) implements NameAnswer {
    public Addresses {
      all = List.copyOf(all);
    }
  }

  /**
   * It does not know the name, or nobody whom it asked does.
   *
   * @param code the response code of RFC 1035, 3 for a name that does not exist
   */
  record Refused(int code) implements NameAnswer {}

  /**
   * No usable answer came.
   *
   * @param why in words
   */
  record Silent(String why) implements NameAnswer {}
}
