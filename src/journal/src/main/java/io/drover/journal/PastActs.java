package io.drover.journal;

import io.drover.core.decision.Decision;
import java.util.List;

/** What a loop did to a service, as far as the journal can say; newest first. */
public sealed interface PastActs {

  /** What is known, newest first. */
  List<Decision> decisions();

  /** All of it. */
  record Known(List<Decision> decisions) implements PastActs {
    public Known {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * There may be more; ask again later.
   *
   * @param decisions what this process itself still has
   * @param reason why the rest is not known
   */
  record Partial(List<Decision> decisions, String reason) implements PastActs {
    public Partial {
      decisions = List.copyOf(decisions);
    }
  }
}
