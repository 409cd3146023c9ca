package io.drover.core.decision;

/** Where decisions go to be kept. */
@FunctionalInterface
public interface DecisionSink {

  /**
   * Takes a decision for good: when this returns, it survives a crash of this process. Recording
   * the same id again changes nothing.
   *
   * @throws java.io.UncheckedIOException when not even the local spool takes it
   */
  void record(Decision decision);
}
