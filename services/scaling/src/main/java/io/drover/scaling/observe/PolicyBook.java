package io.drover.scaling.observe;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Dialect;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.manifests.Described;
import io.drover.manifests.ManifestProblem;
import io.drover.manifests.Policies;
import io.drover.manifests.TargetName.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts services together with their labels, each version of a service read once, and manifests. */
public final class PolicyBook {
  private record Entry(long version, Parsed parsed) {}

  private final Supplier<Policies> manifests;
  private volatile Map<String, Entry> entries = Map.of();
  private volatile Policies files = Policies.NONE;
  private volatile Reading lastRead = new Reading(List.of(), List.of(), List.of(), List.of());

  /** A book of labels alone. */
  public PolicyBook() {
    this(() -> Policies.NONE);
  }

  /** A book of labels and of these manifests, which are asked for at each reading. */
  public PolicyBook(Supplier<Policies> manifests) {
    this.manifests = manifests;
  }

  /**
   * A service with what its labels and manifests say.
   *
   * @param service as observed
   * @param parsed what reading the labels came to; ungoverned only beside manifests
   * @param manifests those for this service, right or wrong
   */
  public record Governed(ServiceView service, Parsed parsed, List<Described> manifests) {
    public Governed {
      manifests = List.copyOf(manifests);
    }

    /** One by labels alone. */
    public Governed(ServiceView service, Parsed parsed) {
      this(service, parsed, List.of());
    }
  }

  /**
   * A manifest that governs nothing now.
   *
   * @param manifest the manifest
   * @param why no service, or several
   */
  public record Unbound(Described manifest, String why) {}

  /**
   * All that was read.
   *
   * @param governed services that something is asked for, rightly or wrongly
   * @param unbound manifests without a service
   * @param problems what is wrong in the files
   * @param hints services that another autoscaler's labels are on, and what would read them
   */
  public record Reading(
      List<Governed> governed,
      List<Unbound> unbound,
      List<ManifestProblem> problems,
      List<String> hints) {
    public Reading {
      governed = List.copyOf(governed);
      unbound = List.copyOf(unbound);
      problems = List.copyOf(problems);
      hints = List.copyOf(hints);
    }
  }

  /** The services that something is asked for, rightly or wrongly; the others are left alone. */
  public List<Governed> read(ClusterSnapshot snapshot) {
    Policies policies = manifests.get();
    files = policies;
    List<Unbound> unbound = new ArrayList<>();
    Map<String, List<Described>> bound = bind(policies, snapshot.services(), unbound);
    Map<String, Entry> before = entries;
    Map<String, Entry> after = new HashMap<>();
    List<Governed> governed = new ArrayList<>();
    List<String> hints = new ArrayList<>();
    for (ServiceView service : snapshot.services()) {
      Entry known = before.get(service.id());
      Entry entry =
          known != null && known.version() == service.version()
              ? known
              : new Entry(service.version(), PolicyParser.parse(service));
      after.put(service.id(), entry);
      List<Described> described = bound.getOrDefault(service.id(), List.of());
      if (!(entry.parsed() instanceof Parsed.Ungoverned) || !described.isEmpty()) {
        governed.add(new Governed(service, entry.parsed(), described));
      } else {
        Dialect.of(service.labels()).forEach(dialect -> hints.add(hint(service, dialect)));
      }
    }
    entries = after;
    lastRead = new Reading(governed, unbound, policies.problems(), hints);
    return lastRead.governed();
  }

  private static String hint(ServiceView service, Dialect dialect) {
    return "%s has labels of another autoscaler, which drover.scale.aliases=%s would read"
        .formatted(service.name(), dialect.word());
  }

  private static Map<String, List<Described>> bind(
      Policies policies, List<ServiceView> services, List<Unbound> unbound) {
    Map<String, List<Described>> bound = new HashMap<>();
    for (Described one : policies.described()) {
      switch (one.target().among(services)) {
        case Found.One(ServiceView service) ->
            bound.computeIfAbsent(service.id(), id -> new ArrayList<>()).add(one);
        case Found.None none ->
            unbound.add(new Unbound(one, "there is no service " + one.target()));
        case Found.Several(List<ServiceView> several) ->
            unbound.add(
                new Unbound(
                    one,
                    "several services are meant: %s; give it the stack as its namespace"
                        .formatted(
                            several.stream()
                                .map(ServiceView::name)
                                .collect(Collectors.joining(", ")))));
      }
    }
    return bound;
  }

  /** What the last reading came to, without I/O. */
  public Reading lastRead() {
    return lastRead;
  }

  /** The manifests as they were last read, without I/O. */
  public Policies manifests() {
    return files;
  }
}
