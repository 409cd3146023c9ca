package io.drover.failover.site;

import io.drover.engine.EngineAddress;
import java.net.URI;
import java.util.List;

/**
 * A Swarm at one place.
 *
 * @param name unique name
 * @param engine a manager's engine
 * @param entries where its users come in
 */
public record Site(String name, EngineAddress engine, List<EntryPoint> entries) {
  public Site {
    entries = List.copyOf(entries);
  }

  /**
   * Where users come in.
   *
   * @param name unique name
   * @param check what is to answer: {@code http://host/path}, {@code https://…} or {@code
   *     tcp://host:port}
   */
  public record EntryPoint(String name, URI check) {}
}
