package io.drover.failover.dns;

import io.drover.failover.site.Description.Dns;
import java.util.List;

/** How it went with one server. */
public sealed interface ServerResult {

  /** Which. */
  Dns.Server server();

  /**
   * The record is as it is to be.
   *
   * @param server which
   * @param before what it was
   */
  record Right(Dns.Server server, Contents before) implements ServerResult {}

  /**
   * The record is something else.
   *
   * @param server which
   * @param seen what it is
   */
  record Wrong(Dns.Server server, Contents seen) implements ServerResult {}

  /**
   * The server did not do it, or could not be asked.
   *
   * @param server which
   * @param problem what kind
   * @param message all of it, for people
   */
  record Failed(Dns.Server server, DnsProblem problem, String message) implements ServerResult {}

  /** Of an exception. */
  static ServerResult failed(Dns.Server server, DnsException failure) {
    return new Failed(server, failure.problem(), failure.getMessage());
  }

  /**
   * Whether those that are told of changes are as they are to be. One that can't be asked is not
   * told either; where only the first that answers is told, the others hear of it from that one.
   *
   * @param results of all servers, in the order in which they are told
   * @param all whether each of them is told
   */
  static boolean isTold(List<ServerResult> results, boolean all) {
    return results.stream()
        .filter(result -> !(result instanceof Failed failed && failed.problem().isPassing()))
        .limit(all ? results.size() : 1)
        .noneMatch(Wrong.class::isInstance);
  }
}
