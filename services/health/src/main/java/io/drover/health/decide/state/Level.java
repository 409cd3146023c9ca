package io.drover.health.decide.state;

import java.util.Collection;
import java.util.Locale;

/** How bad something is, the least first. */
public enum Level {
  /** All is well. */
  OK,
  /** Something will become worse, or has less reserve than it should have. */
  WARNING,
  /** Something does not do what it is there for. */
  CRITICAL;

  /** The word for it in answers and labels. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worst that these findings come to. */
  public static Level worst(Collection<Finding> findings) {
    Level worst = OK;
    for (Finding finding : findings) {
      if (finding.level().compareTo(worst) > 0) {
        worst = finding.level();
      }
    }
    return worst;
  }
}
