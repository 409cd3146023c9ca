package io.drover.health.overview.decide;

/** What came of asking a service for its status. */
public sealed interface Sight {

  /** It answered. */
  record Answered(SisterStatus status) implements Sight {}

  /**
   * It is not deployed.
   *
   * @param why how that is known
   */
  record Absent(String why) implements Sight {}

  /**
   * It should answer and did not.
   *
   * @param why in plain words
   */
  record Failed(String why) implements Sight {}

  /** It was not asked, since others are just asking it. */
  record Busy() implements Sight {}
}
