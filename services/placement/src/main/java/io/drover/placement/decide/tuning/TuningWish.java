package io.drover.placement.decide.tuning;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a service's labels ask of the nodes that its tasks run on. */
public sealed interface TuningWish {

  /**
   * This, or nothing.
   *
   * @param labels the labels of tuning as they are written
   * @param observing whether the service is in observe mode
   */
  record Asks(SortedMap<String, String> labels, boolean observing) implements TuningWish {
    public Asks {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
  }

  /**
   * Nobody can say: its labels are wrong, and all stays as it is.
   *
   * @param problems what is wrong
   */
  record Wrong(List<String> problems) implements TuningWish {
    public Wrong {
      problems = List.copyOf(problems);
    }
  }
}
