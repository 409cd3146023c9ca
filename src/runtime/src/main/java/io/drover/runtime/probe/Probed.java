package io.drover.runtime.probe;

/** What a probe showed. */
public sealed interface Probed {

  /** It answers as it should. */
  record Up() implements Probed {}

  /**
   * It does not: nothing listens, nothing answers in time, or what answers says that it failed.
   *
   * @param why what was seen
   */
  record Down(String why) implements Probed {}

  /**
   * The probe itself failed, so that it says nothing.
   *
   * @param why what was in the way
   */
  record Unknown(String why) implements Probed {}
}
