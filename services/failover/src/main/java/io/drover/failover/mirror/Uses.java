package io.drover.failover.mirror;

import io.drover.core.placement.Platform;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a service needs to run, by name.
 *
 * @param image the image of its containers; empty text when it has none
 * @param networks names of networks
 * @param configs names of configs
 * @param secrets names of secrets
 * @param constraints on its nodes, without what keeps it off all of them
 * @param platforms those it is made for; none is any
 * @param ports that it publishes at every node, such as {@code 8080/tcp}
 * @param unresolved ids that no object of its site has
 */
public record Uses(
    String image,
    SortedSet<String> networks,
    SortedSet<String> configs,
    SortedSet<String> secrets,
    List<String> constraints,
    List<Platform> platforms,
    SortedSet<String> ports,
    SortedSet<String> unresolved) {
  public Uses {
    networks = copy(networks);
    configs = copy(configs);
    secrets = copy(secrets);
    constraints = List.copyOf(constraints);
    platforms = List.copyOf(platforms);
    ports = copy(ports);
    unresolved = copy(unresolved);
  }

  private static SortedSet<String> copy(SortedSet<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
