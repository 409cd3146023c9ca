package io.drover.failover.site;

import io.drover.engine.EngineAddress;
import io.drover.failover.site.Description.Backups;
import io.drover.failover.site.Description.Dns;
import io.drover.failover.site.Description.MovedRecord;
import io.drover.failover.site.Description.Stack;
import io.drover.failover.site.Description.Witness;
import io.drover.failover.site.Site.EntryPoint;
import io.drover.manifests.JsonFields;
import io.drover.manifests.ManifestProblem;
import io.drover.manifests.StrictYaml;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the description of sites; everything that is wrong is reported at once. */
public final class DescriptionReader {
  /** What a record's answer may be kept for unless told otherwise. */
  static final Duration DEFAULT_TTL = Duration.ofMinutes(1);

  /** A nightly backup, and two hours for it to end. */
  private static final Duration DEFAULT_MAX_AGE = Duration.ofHours(26);

  private static final Duration LONGEST_TTL = Duration.ofDays(7);
  private static final int MOST_SITES = 2;

  /** As the service's own place is called. */
  private static final String HERE = "here";

  private final Set<String> siteNames = new HashSet<>();
  private final Set<String> entryNames = new HashSet<>();
  private final SortedMap<String, List<String>> addresses = new TreeMap<>();

  private DescriptionReader() {}

  /** What a file held. */
  public sealed interface Contents {
    /** It can be followed. */
    record Usable(Description description) implements Contents {}

    /** Something is wrong, and none of it is followed: half a description moves the wrong half. */
    record Wrong(List<ManifestProblem> problems) implements Contents {
      public Wrong {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Reads a text; never throws. */
  public static Contents read(String file, String text) {
    List<Description> read = new ArrayList<>();
    List<ManifestProblem> problems =
        StrictYaml.read(file, text, root -> read.add(new DescriptionReader().description(root)));
    return problems.isEmpty() ? new Contents.Usable(read.getFirst()) : new Contents.Wrong(problems);
  }

  private Description description(JsonFields root) {
    root.only("sites", "witnesses", "records", "dns", "stacks", "backups", "policy");
    root.require("sites");
    root.require("witnesses");
    root.require("dns");
    boolean oneSwarm = root.objects("sites").size() == 1;
    List<Site> sites = root.objects("sites").stream().map(json -> site(json, oneSwarm)).toList();
    if (root.has("sites") && (sites.isEmpty() || sites.size() > MOST_SITES)) {
      root.problem("sites", "expected one site, or two: the primary and the stand-by");
    }
    if (sites.stream().map(one -> one.engine().uri()).distinct().count() < sites.size()) {
      root.problem("sites", "both have the same engine: turning one off would turn off the other");
    }
    List<Witness> witnesses = witnesses(root);
    Dns dns = DnsReader.read(root.object("dns"), root.has("dns"));
    Set<String> destinations = oneSwarm ? entryNames : siteNames;
    List<MovedRecord> records = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonFields json : root.objects("records")) {
      records.add(record(json, names, dns.zone(), destinations));
    }
    if (oneSwarm && root.has("stacks")) {
      root.problem("stacks", "one Swarm moves its tasks itself; stacks move between two sites");
    }
    if (oneSwarm && root.has("backups")) {
      root.problem("backups", "one Swarm has no other site that would be filled from them");
    }
    if (!oneSwarm) {
      root.require("stacks");
      if (root.has("stacks") && root.objects("stacks").isEmpty()) {
        root.problem("stacks", "expected at least one: of nothing nobody can tell that it is off");
      }
    }
    if (oneSwarm && addresses.isEmpty()) {
      root.require("records");
    }
    PolicyReader policy = new PolicyReader(root.object("policy"));
    return new Description(
        sites,
        witnesses,
        records,
        dns,
        addresses,
        stacks(root),
        backups(root),
        policy.timeout(),
        policy.rules(),
        policy.fence());
  }

  private Site site(JsonFields json, boolean oneSwarm) {
    json.only("name", "engine", "certificates", "entries", "addresses");
    json.require("entries");
    List<EntryPoint> entries =
        json.objects("entries").stream().map(entry -> entry(entry, oneSwarm)).toList();
    if (json.has("entries") && entries.isEmpty()) {
      json.problem("entries", "expected at least one: whether users are served is what counts");
    }
    String name = Names.unique(json, "name", siteNames);
    leads(json, name, !oneSwarm, "one Swarm's addresses are those of its entry points");
    return new Site(name, engine(json), entries);
  }

  /** Addresses for records that a label names, where records lead to what this describes. */
  private void leads(JsonFields json, String name, boolean here, String elsewhere) {
    if (json.has("addresses") && !here) {
      json.problem("addresses", elsewhere);
    } else if (json.has("addresses")) {
      addresses.put(name, Addresses.literals(json, "addresses"));
    }
  }

  private EntryPoint entry(JsonFields json, boolean oneSwarm) {
    json.only("name", "check", "addresses");
    json.require("check");
    String name = Names.unique(json, "name", entryNames);
    leads(json, name, oneSwarm, "of two sites, records lead to the sites' addresses");
    return new EntryPoint(name, Addresses.check(json, "check"));
  }

  private static EngineAddress engine(JsonFields json) {
    json.require("engine");
    String address = json.text("engine", "");
    if (address.isEmpty()) {
      return EngineAddress.LOCAL;
    }
    try {
      return json.has("certificates")
          ? EngineAddress.parse(address, Path.of(json.text("certificates", "")))
          : EngineAddress.parse(address);
    } catch (IllegalArgumentException malformed) {
      json.problem("engine", "expected unix:///path or tcp://host:port");
      return EngineAddress.LOCAL;
    }
  }

  private static List<Witness> witnesses(JsonFields root) {
    List<Witness> witnesses = new ArrayList<>();
    Set<String> agents = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (JsonFields json : root.objects("witnesses")) {
      json.only("name", "agent");
      json.require("agent");
      String name = Names.unique(json, "name", names);
      Optional<URI> agent = Addresses.http(json, "agent");
      if (name.equals(HERE)) {
        json.problem("name", "that is the service's own place");
      }
      if (agent.filter(address -> !agents.add(address.getAuthority())).isPresent()) {
        json.problem("agent", "another witness has it, too: one place has one vote");
      }
      agent.ifPresent(address -> witnesses.add(new Witness(name, address)));
    }
    if (root.has("witnesses") && names.isEmpty()) {
      root.problem(
          "witnesses", "expected at least one: without any, nobody can tell who is cut off");
    }
    return witnesses;
  }

  private static MovedRecord record(
      JsonFields json, Set<String> names, String zone, Set<String> destinations) {
    json.only("name", "ttl", "addresses");
    json.require("addresses");
    String name = Names.dns(json, "name");
    if (!name.isEmpty() && !names.add(name)) {
      json.problem("name", "there is another " + name);
    }
    if (!name.isEmpty() && !zone.isEmpty() && !Names.isInside(name, zone)) {
      json.problem("name", "is not in the zone " + zone);
    }
    Duration ttl = json.duration("ttl", DEFAULT_TTL);
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
      json.problem("ttl", "expected 1s to 7d");
    }
    JsonFields all = json.object("addresses");
    TreeMap<String, List<String>> addresses = new TreeMap<>();
    for (String to : all.names()) {
      if (!destinations.contains(to)) {
        all.problem(
            to, "expected one of " + String.join(", ", destinations.stream().sorted().toList()));
      }
      addresses.put(to, Addresses.literals(all, to));
    }
    if (json.has("addresses")) {
      destinations.stream()
          .filter(missing -> !addresses.containsKey(missing))
          .sorted()
          .forEach(missing -> json.problem("addresses", "has none for " + missing));
    }
    return new MovedRecord(name, ttl, addresses);
  }

  private static Backups backups(JsonFields root) {
    if (!root.has("backups")) {
      return Backups.NONE;
    }
    JsonFields json = root.object("backups").only("service", "token", "max-age");
    json.require("service");
    Duration maxAge = json.duration("max-age", DEFAULT_MAX_AGE);
    if (!maxAge.isPositive()) {
      json.problem("max-age", "expected more than 0s");
    }
    return new Backups(
        Addresses.http(json, "service").stream().toList(), json.text("token", ""), maxAge);
  }

  private static List<Stack> stacks(JsonFields root) {
    List<Stack> stacks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonFields json : root.objects("stacks")) {
      json.only("name", "order", "replicated");
      String name = Names.unique(json, "name", names);
      List<String> order = json.texts("order");
      if (new HashSet<>(order).size() < order.size()) {
        json.problem("order", "names a service twice");
      }
      stacks.add(new Stack(name, order, json.texts("replicated")));
    }
    return stacks;
  }
}
