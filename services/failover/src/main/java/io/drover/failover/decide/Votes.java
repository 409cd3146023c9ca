package io.drover.failover.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What all places together say of one site.
 *
 * @param places how many there are
 * @param heard how many were heard lately
 * @param up how many saw it up often enough in a row
 * @param failing how many saw it down in their newest probe
 * @param down how many saw it down often enough in a row
 * @param downSince when a majority first saw it down in rows that still last; meaningful when
 *     {@link #isDown()}
 * @param upSince the same for up
 */
record Votes(
    int places, int heard, int up, int failing, int down, Instant downSince, Instant upSince) {

  static Votes of(List<Vantage> places, Side side, Rules rules, Instant now) {
    return of(places.stream().map(place -> place.of(side)).toList(), rules, now);
  }

  static Votes of(List<Run> places, Rules rules, Instant now) {
    Duration stale = rules.stale();
    List<Run> heard = places.stream().filter(run -> run.isFresh(now, stale)).toList();
    List<Instant> down = sure(heard, Sight.DOWN, rules);
    List<Instant> up = sure(heard, Sight.UP, rules);
    return new Votes(
        places.size(),
        heard.size(),
        up.size(),
        (int) heard.stream().filter(run -> run.sight() == Sight.DOWN).count(),
        down.size(),
        sinceMajority(down, places.size(), now),
        sinceMajority(up, places.size(), now));
  }

  /** When the rows that are long enough to be believed began. */
  private static List<Instant> sure(List<Run> heard, Sight sight, Rules rules) {
    return heard.stream()
        .filter(run -> run.sight() == sight && run.count() >= rules.failures())
        .map(Run::since)
        .sorted()
        .toList();
  }

  private static Instant sinceMajority(List<Instant> since, int places, Instant otherwise) {
    int majority = majority(places);
    return since.size() >= majority ? since.get(majority - 1) : otherwise;
  }

  private static int majority(int places) {
    return places / 2 + 1;
  }

  int majority() {
    return majority(places);
  }

  /** Whether the watcher hears too few others to know more than that it may be cut off itself. */
  boolean isCutOff() {
    return heard < majority();
  }

  boolean isDown() {
    return down >= majority();
  }

  boolean isUp() {
    return up >= majority();
  }

  boolean isFailing() {
    return failing >= majority();
  }

  Map<String, String> numbers() {
    return Map.of(
        "places", Integer.toString(places),
        "heard", Integer.toString(heard),
        "up", Integer.toString(up),
        "failing", Integer.toString(failing),
        "down", Integer.toString(down));
  }
}
