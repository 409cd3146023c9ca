package io.drover.scaling.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The reference's bounded lists: a new entry takes the last outdated slot, if there is one. */
final class Slots {
  private Slots() {}

  static <T> List<T> put(List<T> slots, T entry, Predicate<T> outdated) {
    List<T> next = new ArrayList<>(slots);
    for (int slot = slots.size() - 1; slot >= 0; slot--) {
      if (outdated.test(slots.get(slot))) {
        next.set(slot, entry);
        return next;
      }
    }
    next.add(entry);
    return next;
  }
}
