package io.drover.failover.observe;

import io.drover.failover.decide.Run;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Sight;
import io.drover.failover.decide.Vantage;
import io.drover.failover.site.Description;
import io.drover.failover.site.Site.EntryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What each place sees of two sites: a site is up where one of its entry points is, and down where
 * all of them are. Not for several threads at once.
 */
public final class SiteWatch {
  private final Description description;
  private final EntryWatch entries;
  private final Map<String, Map<Side, Run>> runs = new LinkedHashMap<>();
  private Instant last = Instant.MIN;

  /**
   * What one look showed.
   *
   * @param entries what each place saw of each entry point
   * @param places what each place saw of both sites
   */
  public record Look(EntryWatch.Look entries, List<Vantage> places) {
    public Look {
      places = List.copyOf(places);
    }
  }

  /** Looks at the two sites that this describes; the token is for the witnesses. */
  public SiteWatch(Description description, Supplier<String> token) {
    this.description = description;
    this.entries = new EntryWatch(description, token);
  }

  /** What it looks at. */
  public Description description() {
    return description;
  }

  /** Looks from everywhere at once; never throws. */
  public Look look(Supplier<Instant> clock) {
    EntryWatch.Look seen = entries.look(clock);
    if (seen.at().isBefore(last)) {
      runs.clear();
    }
    last = seen.at();
    for (Side side : Side.values()) {
      remember(side, seen);
    }
    List<Vantage> places = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(EntryWatch.HERE));
    description.witnesses().forEach(witness -> names.add(witness.name()));
    for (String name : names) {
      Map<Side, Run> known = runs.getOrDefault(name, Map.of());
      places.add(
          new Vantage(
              name,
              known.getOrDefault(Side.PRIMARY, Run.NONE),
              known.getOrDefault(Side.STANDBY, Run.NONE)));
    }
    return new Look(seen, places);
  }

  private void remember(Side side, EntryWatch.Look seen) {
    Duration gap = description.rules().period().multipliedBy(description.rules().failures());
    Map<String, List<EntryWatch.Seen>> byPlace = new LinkedHashMap<>();
    for (EntryPoint entry : description.sites().get(side.ordinal()).entries()) {
      seen.entries()
          .get(entry.name())
          .forEach(
              (place, one) -> byPlace.computeIfAbsent(place, none -> new ArrayList<>()).add(one));
    }
    byPlace.forEach(
        (place, all) ->
            together(all, seen.at())
                .ifPresent(
                    sight ->
                        runs.computeIfAbsent(place, none -> new EnumMap<>(Side.class))
                            .merge(
                                side,
                                Run.NONE.then(sight, seen.at(), gap),
                                (before, first) -> before.then(sight, seen.at(), gap))));
  }

  /** What a place that was heard at this moment saw of a whole site. */
  static Optional<Sight> together(List<EntryWatch.Seen> entries, Instant at) {
    if (entries.stream().anyMatch(one -> !one.run().last().equals(at))) {
      return Optional.empty();
    }
    if (entries.stream().anyMatch(one -> one.run().sight() == Sight.UP)) {
      return Optional.of(Sight.UP);
    }
    return Optional.of(
        entries.stream().allMatch(one -> one.run().sight() == Sight.DOWN)
            ? Sight.DOWN
            : Sight.UNKNOWN);
  }
}
