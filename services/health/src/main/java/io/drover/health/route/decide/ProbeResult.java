package io.drover.health.route.decide;

/** How one check of a task ended. */
public sealed interface ProbeResult {

  /** It answered well. */
  record Passed() implements ProbeResult {}

  /**
   * The task, or the system that it runs on, answered, but badly or too late.
   *
   * @param why for people: "answered 503"
   */
  record Failed(String why) implements ProbeResult {}

  /**
   * Nothing came back from its address.
   *
   * @param why for people: "no route to host"
   */
  record NoWay(String why) implements ProbeResult {}
}
