package io.drover.agent.model.metrics;

/** A page is not in the text format of Prometheus, or is beyond bounds; the message says where. */
public final class MalformedPageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPageException(int line, String what) {
    super("line " + line + ": " + what);
  }
}
