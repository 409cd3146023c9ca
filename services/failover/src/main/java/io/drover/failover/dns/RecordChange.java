package io.drover.failover.dns;

import io.drover.failover.site.Description.Dns;
import io.drover.failover.site.Description.MovedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Points a record somewhere, at one server or at all, and looks whether it does. Can be repeated:
 * what is right already is left alone.
 */
public final class RecordChange {
  private final Dns dns;
  private final Zone zone;

  /** Changes of records in this zone. */
  public RecordChange(Dns dns, Zone zone) {
    this.dns = dns;
    this.zone = zone;
  }

  /**
   * Points a record to these addresses.
   *
   * @return one result for each server that was tried: all, or those up to the first that answered
   */
  public List<ServerResult> point(MovedRecord record, Collection<String> to) {
    List<ServerResult> results = new ArrayList<>();
    Contents wanted = Contents.of(to, record.ttl());
    SortedSet<String> known = new TreeSet<>();
    record.addresses().values().forEach(all -> known.addAll(Contents.canonical(all)));
    for (Dns.Server server : dns.servers()) {
      ServerResult result = point(server, record.name(), known, wanted);
      results.add(result);
      boolean isAnswered =
          !(result instanceof ServerResult.Failed failed) || !failed.problem().isPassing();
      if (isAnswered && !dns.allServers()) {
        break;
      }
    }
    return results;
  }

  private ServerResult point(
      Dns.Server server, String name, SortedSet<String> known, Contents wanted) {
    try {
      Contents seen = zone.read(server, name);
      if (seen.equals(wanted)) {
        return new ServerResult.Right(server, seen);
      }
      SortedSet<String> foreign = new TreeSet<>(seen.addresses());
      foreign.removeAll(known);
      if (!foreign.isEmpty()) {
        throw new DnsException(
            DnsProblem.FOREIGN, server.toString(), name + " has " + String.join(", ", foreign));
      }
      return replaced(server, name, seen, wanted);
    } catch (DnsException failure) {
      return ServerResult.failed(server, failure);
    }
  }

  private ServerResult replaced(Dns.Server server, String name, Contents seen, Contents wanted)
      throws DnsException {
    try {
      zone.replace(server, name, seen, wanted);
    } catch (DnsException failure) {
      // Where only the answer was lost, the second attempt finds what the first one did.
      if (failure.problem() != DnsProblem.CHANGED || !zone.read(server, name).equals(wanted)) {
        throw failure;
      }
    }
    return new ServerResult.Right(server, seen);
  }

  /** Looks at every server, whether it was told or has to hear of it from another. */
  public List<ServerResult> verify(MovedRecord record, Collection<String> to) {
    Contents wanted = Contents.of(to, record.ttl());
    List<ServerResult> results = new ArrayList<>();
    for (Dns.Server server : dns.servers()) {
      try {
        Contents seen = zone.read(server, record.name());
        results.add(
            seen.equals(wanted)
                ? new ServerResult.Right(server, seen)
                : new ServerResult.Wrong(server, seen));
      } catch (DnsException failure) {
        results.add(ServerResult.failed(server, failure));
      }
    }
    return results;
  }
}
