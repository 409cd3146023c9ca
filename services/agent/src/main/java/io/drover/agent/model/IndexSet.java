package io.drover.agent.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Processors, or NUMA nodes, by number. Immutable. */
public final class IndexSet {
  /** None. */
  public static final IndexSet EMPTY = new IndexSet(new BitSet());

  private final BitSet bits;

  /** Takes the set over: whoever made it must not change it any more. */
  private IndexSet(BitSet bits) {
    this.bits = bits;
  }

  /** These numbers. */
  public static IndexSet of(Collection<Integer> numbers) {
    BitSet bits = new BitSet();
    numbers.forEach(bits::set);
    return new IndexSet(bits);
  }

  /**
   * Reads the kernel's list format, {@code 0-3,8}; empty text is no number.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static IndexSet parse(String text) {
    BitSet bits = new BitSet();
    if (!text.isBlank()) {
      for (String item : text.strip().split(",")) {
        String[] ends = item.split("-", 2);
        int from = Integer.parseInt(ends[0].strip());
        int to = ends.length == 1 ? from : Integer.parseInt(ends[1].strip());
        if (from < 0 || to < from) {
          throw new IllegalArgumentException("not a list of numbers: " + text);
        }
        bits.set(from, to + 1);
      }
    }
    return new IndexSet(bits);
  }

  /** Those of several sets. */
  public static IndexSet union(Collection<IndexSet> sets) {
    BitSet all = new BitSet();
    sets.forEach(set -> all.or(set.bits));
    return new IndexSet(all);
  }

  /** The numbers, in ascending order. */
  public List<Integer> numbers() {
    return bits.stream().boxed().toList();
  }

  /** How many there are. */
  public int size() {
    return bits.cardinality();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** Whether this number is among them. */
  public boolean has(int number) {
    return bits.get(number);
  }

  /** Those of them that are not among others. */
  public IndexSet without(IndexSet others) {
    BitSet left = copy();
    left.andNot(others.bits);
    return new IndexSet(left);
  }

  /** Those of them that are among others too. */
  public IndexSet and(IndexSet others) {
    BitSet both = copy();
    both.and(others.bits);
    return new IndexSet(both);
  }

  /** They and others. */
  public IndexSet with(IndexSet others) {
    return union(List.of(this, others));
  }

  /** Whether all of others are among them. */
  public boolean contains(IndexSet others) {
    return others.without(this).isEmpty();
  }

  /** The first so many of them, or all where there are fewer. */
  public IndexSet first(int count) {
    return of(bits.stream().limit(count).boxed().toList());
  }

  private BitSet copy() {
    return (BitSet) bits.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexSet that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  /** The kernel's list format, which the engine takes too. */
  @Override
  public String toString() {
    return runs().stream()
        .map(run -> run[0] == run[1] ? "" + run[0] : run[0] + "-" + run[1])
        .collect(Collectors.joining(","));
  }

  /** First and last of each run of numbers. */
  private List<int[]> runs() {
    List<int[]> runs = new ArrayList<>();
    int from = bits.nextSetBit(0);
    while (from >= 0) {
      int end = bits.nextClearBit(from);
      runs.add(new int[] {from, end - 1});
      from = bits.nextSetBit(end);
    }
    return runs;
  }
}
