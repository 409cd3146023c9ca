package io.drover.health.route.act;

import io.drover.health.route.observe.RouteRound;
import java.io.IOException;

/** One load balancer whose members are kept in step; never worked on by two threads at a time. */
public interface Balancer {

  /** What it is called in decisions and answers. */
  String name();

  /**
   * Reads back what it has, decides, and brings it in step.
   *
   * @throws IOException when it can't be read; nothing was changed then
   */
  void reconcile(RouteRound round) throws IOException;
}
