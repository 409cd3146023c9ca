package io.drover.health.decide.names;

import java.util.Set;

/** What a node's name server said about the tasks of a service. */
public sealed interface Said {

  /** It knows these addresses. */
  record Knows(Set<String> addresses) implements Said {
    public Knows {
      addresses = Set.copyOf(addresses);
    }
  }

  /** It does not know the name. */
  record Nothing() implements Said {}

  /** It did not answer; Docker's asks others for what it does not know, which may take long. */
  record Silent() implements Said {}
}
