package io.drover.agent.model.tuning;

/** What a container's setting is to become. Values are as {@link Kind} says. */
public sealed interface Goal {

  /** The wanted value. */
  record Set(String value) implements Goal {}

  /**
   * Another value, since what is wanted can't be had.
   *
   * @param reason why, for people
   */
  record Instead(String value, String reason) implements Goal {}

  /** What it was before Drover changed it: nobody wants more any longer. */
  record Back(String value) implements Goal {}

  /**
   * It stays as it is, since what is wanted can't be had.
   *
   * @param reason why, for people
   */
  record Refuse(String reason) implements Goal {}
}
