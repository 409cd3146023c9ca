package io.drover.runtime.http;

/** The roles that a bearer token can have. */
public final class Roles {
  /** May read. */
  public static final String VIEWER = "viewer";

  /** May read and give orders. */
  public static final String OPERATOR = "operator";

  /** A control service speaking to an agent. */
  public static final String AGENT = "agent";

  private Roles() {}
}
