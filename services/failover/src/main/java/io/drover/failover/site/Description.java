package io.drover.failover.site;

import io.drover.failover.decide.Rules;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that failover has to know: one file, {@code swarm/failover/failover.yml} for example.
 *
 * @param sites one (whose records follow its entry points) or two (the first is the primary)
 * @param witnesses agents elsewhere that look too
 * @param records DNS records that move
 * @param dns where they are changed
 * @param addresses of each site (of two) or entry point (of one), for records that a label names;
 *     empty where none are given
 * @param stacks what is started at the other site, in this order
 * @param backups where backups of these stacks' volumes are known
 * @param timeout for one probe
 * @param rules when to move
 * @param fence what makes sure that the failed site is off
 */
public record Description(
    List<Site> sites,
    List<Witness> witnesses,
    List<MovedRecord> records,
    Dns dns,
    SortedMap<String, List<String>> addresses,
    List<Stack> stacks,
    Backups backups,
    Duration timeout,
    Rules rules,
    Fence fence) {
  public Description {
    sites = List.copyOf(sites);
    witnesses = List.copyOf(witnesses);
    records = List.copyOf(records);
    addresses = copy(addresses);
    stacks = List.copyOf(stacks);
  }

  private static SortedMap<String, List<String>> copy(SortedMap<String, List<String>> all) {
    TreeMap<String, List<String>> copy = new TreeMap<>();
    all.forEach((to, addresses) -> copy.put(to, List.copyOf(addresses)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** The sites of two, or the entry points of one, that records lead to. */
  public List<String> destinations() {
    return isOneSwarm()
        ? sites.getFirst().entries().stream().map(Site.EntryPoint::name).toList()
        : sites.stream().map(Site::name).toList();
  }

  /** Whether one Swarm's records follow its entry points, and no stack ever moves. */
  public boolean isOneSwarm() {
    return sites.size() == 1;
  }

  /**
   * An agent elsewhere that looks too.
   *
   * @param name unique name
   * @param agent base address
   */
  public record Witness(String name, URI agent) {}

  /**
   * A DNS record that moves.
   *
   * @param name full name, without a dot at its end
   * @param ttl never 0
   * @param addresses IPv4 and IPv6 addresses by the site (of two) or entry point (of one) that they
   *     lead to
   */
  public record MovedRecord(String name, Duration ttl, SortedMap<String, List<String>> addresses) {
    public MovedRecord {
      addresses = copy(addresses);
    }
  }

  /**
   * Where records are changed.
   *
   * @param zone full name, without a dot at its end
   * @param keyFile TSIG key as BIND writes it ({@code tsig-keygen})
   * @param servers the zone's servers, in the order in which they are tried
   * @param allServers whether each of them gets every update; else the first that answers, which
   *     hands it on to the others
   * @param timeout for one exchange with one of them
   */
  public record Dns(
      String zone, String keyFile, List<Server> servers, boolean allServers, Duration timeout) {
    /** Port of DNS (RFC 1035). */
    public static final int PORT = 53;

    public Dns {
      servers = List.copyOf(servers);
    }

    /**
     * A server of the zone.
     *
     * @param host its name or address
     * @param port its port
     */
    public record Server(String host, int port) {
      @Override
      public String toString() {
        return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
      }
    }
  }

  /**
   * A stack that moves.
   *
   * @param name its name
   * @param order its services, without the stack's name in front, in the order in which they start;
   *     those that are not named come last, together
   * @param replicated volumes whose data something outside brings to the other site
   */
  public record Stack(String name, List<String> order, List<String> replicated) {
    public Stack {
      order = List.copyOf(order);
      replicated = List.copyOf(replicated);
    }

    /** A stack of which nothing is replicated. */
    public Stack(String name, List<String> order) {
      this(name, order, List.of());
    }
  }

  /**
   * Where backups are known that the other site would be filled from.
   *
   * @param service base address of a backup service; none where nobody was named
   * @param tokenFile file with its viewer's token; empty text for none
   * @param maxAge age from which on a backup is too old to go on with
   */
  public record Backups(List<URI> service, String tokenFile, Duration maxAge) {
    /** Nobody was named. */
    public static final Backups NONE = new Backups(List.of(), "", Duration.ZERO);

    public Backups {
      service = List.copyOf(service);
    }
  }

  /**
   * What makes sure that the failed site is off where its engine can't be asked: power, a switch's
   * port, a firewall. Neither a command nor a webhook: there is nothing.
   *
   * @param command program and arguments; exit status 0 confirms
   * @param webhook addresses, of which each has to answer 2xx to a POST to confirm
   * @param timeout for it
   */
  public record Fence(List<String> command, List<URI> webhook, Duration timeout) {
    public Fence {
      command = List.copyOf(command);
      webhook = List.copyOf(webhook);
    }

    /** Whether there is anything outside of the Swarm itself. */
    public boolean isExternal() {
      return !command.isEmpty() || !webhook.isEmpty();
    }
  }
}
