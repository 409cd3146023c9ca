package io.drover.health.decide.incident;

import io.drover.health.decide.state.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All incidents that are told of, the suspected ones included.
 *
 * @param byKey at most one for each thing that can be wrong: one that came back goes on
 * @param past closed ones whose place another one took, the newest first
 */
public record IncidentBook(Map<Finding.Key, Incident> byKey, List<Incident> past) {
  /** Nothing wrong. */
  public static final IncidentBook EMPTY = new IncidentBook(Map.of(), List.of());

  private static final Comparator<Incident> NEWEST_FIRST =
      Comparator.comparing(Incident::openedAt).reversed().thenComparing(Incident::id);

  public IncidentBook {
    byKey = Map.copyOf(byKey);
    past = List.copyOf(past);
  }

  /** A book of incidents that were stored. */
  public static IncidentBook of(Collection<Incident> stored) {
    Map<Finding.Key, Incident> newest = new HashMap<>();
    List<Incident> others = new ArrayList<>();
    stored.stream()
        .sorted(NEWEST_FIRST)
        .forEach(
            incident -> {
              if (newest.putIfAbsent(incident.key(), incident) != null) {
                others.add(incident.superseded());
              }
            });
    return new IncidentBook(newest, others);
  }

  /**
   * With incidents that were stored before. One that is active in both goes on as the stored one,
   * which is older.
   */
  public IncidentBook with(Collection<Incident> stored) {
    IncidentBook before = of(stored);
    Map<Finding.Key, Incident> all = new HashMap<>(byKey);
    List<Incident> others = new ArrayList<>(past);
    others.addAll(before.past());
    before
        .byKey()
        .forEach(
            (key, old) -> {
              Incident own = all.get(key);
              if (own == null || old.status().isActive() && !counted(own)) {
                all.put(key, old);
              } else if (old.status().isActive()) {
                all.put(key, old.goingOn(own));
                others.add(own.superseded());
              } else if (!old.id().equals(own.id())) {
                others.add(old);
              }
            });
    return new IncidentBook(all, others);
  }

  /** Those that count or counted, the active ones first, the newest first. */
  public List<Incident> all() {
    List<Incident> all = new ArrayList<>(past);
    byKey.values().stream()
        .filter(incident -> incident.status() != Incident.Status.SUSPECTED || counted(incident))
        .forEach(all::add);
    all.sort(
        Comparator.comparing((Incident incident) -> !incident.status().isActive())
            .thenComparing(NEWEST_FIRST));
    return all;
  }

  private static boolean counted(Incident incident) {
    return !incident.timeline().isEmpty();
  }

  /** The one with this id. */
  public Optional<Incident> find(String id) {
    return all().stream().filter(incident -> incident.id().equals(id)).findFirst();
  }
}
