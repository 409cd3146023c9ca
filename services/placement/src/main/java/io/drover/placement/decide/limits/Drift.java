package io.drover.placement.decide.limits;

import io.drover.core.model.Allotment;
import io.drover.core.model.Reading;
import io.drover.placement.decide.limits.TaskHolds.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * An amount that is not what it should be.
 *
 * @param amount which
 * @param taskId the running task whose container it is about; empty text for the service's spec
 * @param wanted what it should be
 * @param found what it is; absent where there is none
 */
public record Drift(Amount amount, String taskId, long wanted, Found found) {

  /** What was found in its place. */
  public sealed interface Found {
    /** Another amount. */
    record Another(long units) implements Found {}

    /** None at all. */
    record Nothing() implements Found {}
  }

  /** What a service's spec has that is documented otherwise. */
  public static List<Drift> ofSpec(Allotment spec, Documented documented) {
    List<Drift> drifts = new ArrayList<>();
    documented
        .wanted()
        .forEach(
            (amount, wanted) -> {
              OptionalLong has = amount.of(spec);
              if (has.isEmpty() || has.getAsLong() != wanted.units()) {
                drifts.add(new Drift(amount, "", wanted.units(), found(has)));
              }
            });
    return drifts;
  }

  /**
   * What a running container is held to that its service's spec says otherwise; only amounts that
   * are documented are looked at, and what is not known is none.
   */
  public static List<Drift> ofTask(TaskHolds task, Allotment spec, Documented documented) {
    List<Drift> drifts = new ArrayList<>();
    for (Amount amount : documented.wanted().keySet()) {
      OptionalLong wanted = amount.of(spec);
      if (!amount.isLimit() || wanted.isEmpty()) {
        continue;
      }
      switch (task.limit(amount)) {
        case Reading.Known<Limit>(Limit.To(long units), var at)
            when !amount.isSame(units, wanted.getAsLong()) ->
            drifts.add(
                new Drift(amount, task.taskId(), wanted.getAsLong(), new Found.Another(units)));
        case Reading.Known<Limit>(Limit.None none, var at) ->
            drifts.add(new Drift(amount, task.taskId(), wanted.getAsLong(), new Found.Nothing()));
        default -> {
          // As it should be, or not known.
        }
      }
    }
    return drifts;
  }

  private static Found found(OptionalLong has) {
    return has.isPresent() ? new Found.Another(has.getAsLong()) : new Found.Nothing();
  }

  /** Whether the amount would become less. */
  boolean lowers() {
    return switch (found) {
      case Found.Another(long units) -> units > wanted;
      case Found.Nothing nothing -> true;
    };
  }

  /** For people: {@code limits.pids is none, documented as 50}. */
  public String text() {
    String is =
        switch (found) {
          case Found.Another(long units) -> amount.shown(units);
          case Found.Nothing nothing -> "none";
        };
    return "%s is %s in place of %s".formatted(amount.word(), is, amount.shown(wanted));
  }
}
