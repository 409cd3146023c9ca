package io.drover.scaling.observe;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the labels of services, each version of a service only once. */
public final class PolicyBook {
  private record Entry(long version, Parsed parsed) {}

  private volatile Map<String, Entry> entries = Map.of();
  private volatile List<Governed> lastRead = List.of();

  /**
   * A service with what its labels say.
   *
   * @param service as observed
   * @param parsed what reading the labels came to; never ungoverned
   */
  public record Governed(ServiceView service, Parsed parsed) {}

  /** The services whose labels ask for something, rightly or wrongly; the others are left alone. */
  public List<Governed> read(ClusterSnapshot snapshot) {
    Map<String, Entry> before = entries;
    Map<String, Entry> after = new HashMap<>();
    List<Governed> governed = new ArrayList<>();
    for (ServiceView service : snapshot.services()) {
      Entry known = before.get(service.id());
      Entry entry =
          known != null && known.version() == service.version()
              ? known
              : new Entry(service.version(), PolicyParser.parse(service));
      after.put(service.id(), entry);
      if (!(entry.parsed() instanceof Parsed.Ungoverned)) {
        governed.add(new Governed(service, entry.parsed()));
      }
    }
    entries = after;
    lastRead = List.copyOf(governed);
    return lastRead;
  }

  /** What the last reading came to, without I/O. */
  public List<Governed> lastRead() {
    return lastRead;
  }
}
