package io.drover.failover.dns;

/** An exchange with a server of DNS that did not do what it was for. */
public final class DnsException extends Exception {
  private static final long serialVersionUID = 1L;
  private final DnsProblem problem;

  /**
   * A problem.
   *
   * @param where the server, or the file
   * @param detail what exactly happened; may be empty
   */
  public DnsException(DnsProblem problem, String where, String detail) {
    super(
        "%s: %s: %s%s"
            .formatted(
                where, problem, problem.help(), detail.isEmpty() ? "" : " (" + detail + ")"));
    this.problem = problem;
  }

  /** What kind it is. */
  public DnsProblem problem() {
    return problem;
  }
}
