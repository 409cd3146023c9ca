package io.drover.placement.decide.limits;

import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a service is documented to give its tasks.
 *
 * @param wanted by amount; what is absent is documented nowhere
 * @param notes what an operator should know of it
 */
public record Documented(Map<Amount, Wanted> wanted, List<Reason> notes) {

  /** Who says so; the first of them that says something counts. */
  public enum Source {
    LABEL,
    STACK_FILE,
    /** Its own spec, where nobody else says anything: containers are held to it. */
    SERVICE,
    /** A default, for what is declared nowhere. */
    LIMIT_RANGE
  }

  /**
   * An amount that is documented.
   *
   * @param units in the amount's units
   * @param source who says so
   * @param where for people: the label, the file with its line, the LimitRange
   */
  public record Wanted(long units, Source source, String where) {}

  public Documented {
    EnumMap<Amount, Wanted> ordered = new EnumMap<>(Amount.class);
    ordered.putAll(wanted);
    wanted = Collections.unmodifiableMap(ordered);
    notes = List.copyOf(notes);
  }

  /** All of it as one. */
  public Allotment allotment() {
    Allotment all = new Allotment(Resources.NONE, Resources.NONE);
    for (var one : wanted.entrySet()) {
      all = one.getKey().in(all, one.getValue().units());
    }
    return all;
  }
}
