package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;

/** What comes of a change from outside by which a service breaks its stack's quota. */
public enum QuotaPolicy implements Concern {
  /** It is told. */
  REPORT,
  /** It is told and taken back. */
  STRICT;

  /**
   * Reads {@code report} or {@code strict}.
   *
   * @throws MalformedValueException when the text is neither
   */
  public static QuotaPolicy parse(String text) {
    return Word.parse(QuotaPolicy.class, text);
  }
}
