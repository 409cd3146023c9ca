package io.drover.failover.dns;

import io.drover.failover.site.Description;
import io.drover.failover.site.Description.Dns;
import io.drover.failover.site.Description.MovedRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries the whole path of a change with a record that nobody uses: key, servers, writing, reading
 * back at each server, removing. The records that matter are only looked at.
 */
public final class DnsCheck {
  /**
   * The record that is made and removed; a policy by names has to allow it, too. Without an
   * underscore, which BIND refuses for names with addresses ({@code check-names}).
   */
  public static final String SCRATCH = "drover-check";

  /** An address for documentation, which leads nowhere (RFC 5737). */
  private static final Contents NOWHERE = Contents.of(List.of("192.0.2.1"), Duration.ofSeconds(1));

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Description description;
  private final Clock clock;
  private final Duration patience;
  private final List<Step> steps = new ArrayList<>();

  /**
   * One thing that was tried.
   *
   * @param what what
   * @param where the server or the file
   * @param ok whether it worked
   * @param message what came of it
   */
  public record Step(String what, String where, boolean ok, String message) {}

  @FunctionalInterface
  private interface Attempt {
    String run() throws DnsException;
  }

  private DnsCheck(Description description, Clock clock, Duration patience) {
    this.description = description;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Tries it; never throws. Blocks: for a virtual thread.
   *
   * @param patience how long servers may take to hear of a change from each other
   */
  public static List<Step> run(Description description, Clock clock, Duration patience) {
    DnsCheck check = new DnsCheck(description, clock, patience);
    check.all();
    return List.copyOf(check.steps);
  }

  private boolean tried(String what, String where, Attempt attempt) {
    try {
      steps.add(new Step(what, where, true, attempt.run()));
      return true;
    } catch (DnsException failure) {
      steps.add(new Step(what, where, false, failure.getMessage()));
      return false;
    }
  }

  private void all() {
    Dns dns = description.dns();
    List<TsigKey> keys = new ArrayList<>();
    boolean hasKey =
        tried(
            "read the key",
            dns.keyFile(),
            () -> {
              keys.add(TsigKey.read(Path.of(dns.keyFile())));
              return keys.getFirst().toString();
            });
    if (!hasKey) {
      return;
    }
    Zone zone = new Zone(dns, keys.getFirst(), clock);
    for (Dns.Server server : dns.servers()) {
      tried("ask for " + dns.zone(), server.toString(), () -> "serial " + zone.serial(server));
    }
    scratch(dns, zone);
    for (MovedRecord record : description.records()) {
      for (Dns.Server server : dns.servers()) {
        tried("look at " + record.name(), server.toString(), () -> known(zone, server, record));
      }
    }
  }

  private static String known(Zone zone, Dns.Server server, MovedRecord record)
      throws DnsException {
    Contents seen = zone.read(server, record.name());
    SortedSet<String> foreign = new TreeSet<>(seen.addresses());
    record.addresses().values().forEach(all -> foreign.removeAll(Contents.canonical(all)));
    if (!foreign.isEmpty()) {
      throw new DnsException(DnsProblem.FOREIGN, server.toString(), String.join(", ", foreign));
    }
    return seen.toString();
  }

  private void scratch(Dns dns, Zone zone) {
    String name = SCRATCH + "." + dns.zone();
    List<Dns.Server> written = new ArrayList<>();
    for (Dns.Server server : dns.servers()) {
      boolean ok = tried("make " + name, server.toString(), () -> make(zone, server, name));
      if (ok) {
        written.add(server);
        if (!dns.allServers()) {
          break;
        }
      }
    }
    if (written.isEmpty()) {
      return;
    }
    for (Dns.Server server : dns.servers()) {
      tried("find " + name, server.toString(), () -> find(zone, server, name));
    }
    for (Dns.Server server : written) {
      tried(
          "remove " + name,
          server.toString(),
          () -> {
            zone.replace(server, name, NOWHERE, Contents.NONE);
            return "removed";
          });
    }
  }

  /** One that an earlier check could not remove is as good as a new one. */
  private static String make(Zone zone, Dns.Server server, String name) throws DnsException {
    zone.replace(server, name, zone.read(server, name), NOWHERE);
    return NOWHERE.toString();
  }

  private String find(Zone zone, Dns.Server server, String name) throws DnsException {
    long deadline = System.nanoTime() + patience.toNanos();
    Contents seen = zone.read(server, name);
    while (!seen.equals(NOWHERE)) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new DnsException(
            DnsProblem.STALE, server.toString(), "after %s it has %s".formatted(patience, seen));
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
      seen = zone.read(server, name);
    }
    return seen.toString();
  }
}
