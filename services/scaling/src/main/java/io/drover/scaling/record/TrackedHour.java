package io.drover.scaling.record;

import io.drover.scaling.decide.shadow.ReplicaRun;
import io.drover.scaling.decide.shadow.ShadowReplay;
import io.drover.scaling.decide.shadow.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many tasks a service had and wanted in an hour, in slots of 15 seconds, so that it is never
 * more than 240 entries. Of a slot the count at its end is kept and the highest wish: a step up
 * would have been taken at once.
 *
 * @param stretches in order, none overlapping another
 */
record TrackedHour(List<Stretch> stretches) {
  static final TrackedHour NONE = new TrackedHour(List.of());

  /** Slots in an hour. */
  static final int SLOTS = (int) Duration.ofHours(1).dividedBy(ShadowReplay.SLOT);

  /** Rounds may be further apart than slots; what was seen holds for so many, two minutes. */
  private static final int HELD_FOR = 8;

  /**
   * Slots with the same.
   *
   * @param first counted from the beginning of the hour
   * @param length how many
   * @param actual tasks that the spec asked for
   * @param wish what was wanted
   */
  record Stretch(int first, int length, int actual, Wish wish) {
    int end() {
      return first + length;
    }

    private boolean isSame(Stretch other) {
      return actual == other.actual && wish.equals(other.wish);
    }

    private Stretch to(int end) {
      return new Stretch(first, end - first, actual, wish);
    }
  }

  TrackedHour {
    stretches = List.copyOf(stretches);
  }

  /** One moment of an hour. */
  static TrackedHour of(Instant at, int actual, Wish wish) {
    int slot = (int) (Math.floorMod(at.getEpochSecond(), 3600) / ShadowReplay.SLOT.toSeconds());
    return new TrackedHour(List.of(new Stretch(slot, 1, actual, wish)));
  }

  /** With what was seen later, or by another process: what was seen first stays. */
  TrackedHour plus(TrackedHour later) {
    List<Stretch> all = new ArrayList<>(stretches);
    for (Stretch next : later.stretches) {
      add(all, next);
    }
    return all.equals(stretches) ? this : new TrackedHour(all);
  }

  private static void add(List<Stretch> all, Stretch next) {
    if (all.isEmpty()) {
      all.add(next);
      return;
    }
    Stretch last = all.getLast();
    if (next.first() == last.end() - 1 && next.length() == 1) {
      again(all, last, next);
    } else if (next.first() >= last.end()) {
      int gap = next.first() - last.end();
      if (gap > 0 && gap < HELD_FOR) {
        last = last.to(next.first());
        all.set(all.size() - 1, last);
      }
      append(all, next);
    } else {
      between(all, next);
    }
  }

  /** The last slot, seen once more. */
  private static void again(List<Stretch> all, Stretch last, Stretch next) {
    Stretch seen = new Stretch(next.first(), 1, next.actual(), higher(last.wish(), next.wish()));
    if (seen.isSame(last)) {
      return;
    }
    all.removeLast();
    if (last.length() > 1) {
      all.add(last.to(next.first()));
    }
    append(all, seen);
  }

  private static void append(List<Stretch> all, Stretch next) {
    Stretch last = all.isEmpty() ? next : all.getLast();
    if (!all.isEmpty() && last.end() == next.first() && last.isSame(next)) {
      all.set(all.size() - 1, last.to(next.end()));
    } else {
      all.add(next);
    }
  }

  /** Of another process: what of it nobody else has seen. */
  private static void between(List<Stretch> all, Stretch next) {
    List<Stretch> free = new ArrayList<>();
    int from = next.first();
    for (Stretch one : all) {
      if (one.first() >= next.end()) {
        break;
      }
      if (one.first() > from) {
        free.add(new Stretch(from, one.first() - from, next.actual(), next.wish()));
      }
      from = Math.max(from, one.end());
    }
    if (from < next.end()) {
      free.add(new Stretch(from, next.end() - from, next.actual(), next.wish()));
    }
    all.addAll(free);
    all.sort(Comparator.comparingInt(Stretch::first));
  }

  private static Wish higher(Wish one, Wish other) {
    return one instanceof Wish.Measured(int first)
            && other instanceof Wish.Measured(int second)
            && first > second
        ? one
        : other instanceof Wish.Unknown ? one : other;
  }

  /** The same as runs of time in the hour that began then. */
  List<ReplicaRun> runs(Instant hour) {
    return stretches.stream()
        .map(
            one ->
                new ReplicaRun(
                    hour.plus(ShadowReplay.SLOT.multipliedBy(one.first())),
                    hour.plus(ShadowReplay.SLOT.multipliedBy(one.end())),
                    one.actual(),
                    one.wish()))
        .toList();
  }
}
