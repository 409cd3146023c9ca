package io.drover.agent.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Processors, or NUMA nodes, by number.
 *
 * @param numbers in ascending order
 */
public record IndexSet(SortedSet<Integer> numbers) {
  /** None. */
  public static final IndexSet EMPTY = new IndexSet(Collections.emptySortedSet());

  public IndexSet {
    numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
  }

  /** These numbers. */
  public static IndexSet of(Collection<Integer> numbers) {
    return new IndexSet(new TreeSet<>(numbers));
  }

  /**
   * Reads the kernel's list format, {@code 0-3,8}; empty text is no number.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static IndexSet parse(String text) {
    SortedSet<Integer> numbers = new TreeSet<>();
    if (!text.isBlank()) {
      for (String item : text.strip().split(",")) {
        String[] ends = item.split("-", 2);
        int from = Integer.parseInt(ends[0].strip());
        int to = ends.length == 1 ? from : Integer.parseInt(ends[1].strip());
        for (int number = from; number <= to; number++) {
          numbers.add(number);
        }
      }
    }
    return new IndexSet(numbers);
  }

  /** How many there are. */
  public int size() {
    return numbers.size();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** Those of them that are not among others. */
  public IndexSet without(IndexSet others) {
    SortedSet<Integer> left = new TreeSet<>(numbers);
    left.removeAll(others.numbers());
    return new IndexSet(left);
  }

  /** Those of them that are among others too. */
  public IndexSet and(IndexSet others) {
    SortedSet<Integer> both = new TreeSet<>(numbers);
    both.retainAll(others.numbers());
    return new IndexSet(both);
  }

  /** They and others. */
  public IndexSet with(IndexSet others) {
    SortedSet<Integer> all = new TreeSet<>(numbers);
    all.addAll(others.numbers());
    return new IndexSet(all);
  }

  /** The kernel's list format, which the engine takes too. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    Integer from = null;
    Integer last = null;
    for (Integer number : numbers) {
      if (last != null && number != last + 1) {
        append(text, from, last);
        from = null;
      }
      from = from == null ? number : from;
      last = number;
    }
    if (last != null) {
      append(text, from, last);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int from, int to) {
    text.append(text.isEmpty() ? "" : ",").append(from).append(from == to ? "" : "-" + to);
  }
}
