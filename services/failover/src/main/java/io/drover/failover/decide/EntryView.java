package io.drover.failover.decide;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An entry point of one Swarm, as seen from all places.
 *
 * @param name its name
 * @param addresses what a record has while it is in
 * @param places what each place saw of it
 */
public record EntryView(String name, SortedSet<String> addresses, List<Run> places) {
  public EntryView {
    addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    places = List.copyOf(places);
  }
}
