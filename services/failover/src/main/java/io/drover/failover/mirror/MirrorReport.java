package io.drover.failover.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How ready the stand-by is.
 *
 * @param at when that was so
 * @param isKnown whether both sites could be read; if not, nothing else is told but why
 * @param ready names of services that can be started as they are
 * @param findings everything that is not ready
 */
public record MirrorReport(
    Instant at, boolean isKnown, SortedSet<String> ready, List<Finding> findings) {
  public MirrorReport {
    ready = Collections.unmodifiableSortedSet(new TreeSet<>(ready));
    findings = List.copyOf(findings);
  }

  /** The same with more that is not ready. */
  public MirrorReport with(List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(more);
    return new MirrorReport(at, isKnown, ready, all);
  }

  /** Whether a move now would find everything that it needs. */
  public boolean isReady() {
    return isKnown && findings.isEmpty();
  }
}
