package io.drover.agent.model.metrics;

import java.util.Map;

/**
 * The series of one name on one page.
 *
 * @param kind what they are
 * @param values their values by their labels as they are written on the page; not empty
 */
public record Series(Kind kind, Map<String, Double> values) {

  /** Kinds of series. */
  public enum Kind {
    /** Only grows, but for a restart. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Buckets of a histogram or quantiles of a summary: their sum means nothing. */
    PART
  }

  public Series {
    values = Map.copyOf(values);
  }
}
