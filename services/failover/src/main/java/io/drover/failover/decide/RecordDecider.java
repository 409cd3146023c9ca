package io.drover.failover.decide;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides which addresses a record of one Swarm has: those of the entry points that serve.
 *
 * <ul>
 *   <li>One leaves when a majority of all places saw it down often enough in a row.
 *   <li>One comes back when a majority saw it up without a break for the hold-down, so that one
 *       that bounces stays out.
 *   <li>Whoever hears no majority, or is not sure, leaves it as it is.
 *   <li>The last ones never leave: an answer that may be wrong is better than none.
 * </ul>
 */
public final class RecordDecider {
  private static final String HOLD_DOWN = "HoldDown";

  private RecordDecider() {}

  /**
   * Everything that a decision depends on.
   *
   * @param rules when to believe what was seen
   * @param now the time
   * @param name the record's name
   * @param current the addresses that it has
   * @param told whether all servers that are told of changes have exactly that, the time to live
   *     included, as far as they answer
   * @param entries the entry points that it may lead to
   */
  public record Input(
      Rules rules,
      Instant now,
      String name,
      Reading<SortedSet<String>> current,
      boolean told,
      List<EntryView> entries) {
    public Input {
      entries = List.copyOf(entries);
    }
  }

  /** What follows; total, and the same for the same input. */
  public static Plan decide(Input in) {
    return switch (in.current()) {
      case Reading.Unknown<SortedSet<String>>(String why) ->
          Plan.nothing(List.of(Reason.of("RecordUnknown", "what it has now is not known: " + why)));
      case Reading.Known<SortedSet<String>>(SortedSet<String> current, Instant at) ->
          decide(in, current);
    };
  }

  private static Plan decide(Input in, SortedSet<String> current) {
    List<Standing> standings =
        in.entries().stream().map(entry -> standing(in, entry, current)).toList();
    boolean anybodyUp = standings.stream().anyMatch(one -> one.in() && one.votes().isUp());
    SortedSet<String> wanted = new TreeSet<>();
    List<Reason> reasons = new ArrayList<>();
    for (Standing seen : standings) {
      Standing standing = anybodyUp ? seen : seen.neededAtOnce();
      if (standing.in()) {
        wanted.addAll(standing.entry().addresses());
      }
      reasons.add(standing.reason());
    }
    boolean somebodyServes = standings.stream().anyMatch(one -> one.votes().isUp());
    if (wanted.isEmpty()) {
      reasons.addFirst(
          Reason.of("NobodyServes", "no entry point is left: the record stays as it is"));
      return Plan.nothing(reasons);
    }
    // While nobody is known to serve, what would be left is a guess.
    if ((wanted.equals(current) && in.told()) || !somebodyServes) {
      return Plan.nothing(reasons);
    }
    if (wanted.equals(current)) {
      reasons.addFirst(
          Reason.of("ServersDiffer", "a server has other addresses or another time to live"));
    }
    return new Plan(
        List.of(
            new Plan.Step(
                new Action.PointRecord(in.name(), List.copyOf(current), List.copyOf(wanted)),
                reasons)),
        List.of(),
        reasons);
  }

  /** Whether one entry point is to be in, and why. */
  private record Standing(EntryView entry, Votes votes, boolean in, String code, String text) {

    /** Where nobody else serves there is nothing to wait for. */
    Standing neededAtOnce() {
      return code.equals(HOLD_DOWN)
          ? new Standing(entry, votes, true, "NeededAtOnce", "is up, and nobody else is")
          : this;
    }

    Reason reason() {
      Map<String, String> numbers = new HashMap<>(votes.numbers());
      numbers.put("entry", entry.name());
      return new Reason(code, entry.name() + ": " + text, numbers);
    }
  }

  private static Standing standing(Input in, EntryView entry, SortedSet<String> current) {
    Votes votes = Votes.of(entry.places(), in.rules(), in.now());
    boolean wasIn = current.containsAll(entry.addresses());
    if (votes.isCutOff()) {
      return new Standing(
          entry,
          votes,
          wasIn,
          "CutOff",
          "%d of %d places were heard, which is no majority: left as it is"
              .formatted(votes.heard(), votes.places()));
    }
    if (votes.isDown()) {
      return new Standing(
          entry,
          votes,
          false,
          "Down",
          "%d of %d places see it down since %s"
              .formatted(votes.down(), votes.places(), votes.downSince()));
    }
    if (!votes.isUp()) {
      return new Standing(
          entry, votes, wasIn, "NotSure", "neither up nor down often enough: left as it is");
    }
    Instant back = votes.upSince().plus(in.rules().holdDown());
    if (!wasIn && in.now().isBefore(back)) {
      return new Standing(
          entry,
          votes,
          false,
          HOLD_DOWN,
          "up since %s; comes back at %s".formatted(votes.upSince(), back));
    }
    return new Standing(
        entry, votes, true, "Up", "a majority of %d places sees it up".formatted(votes.places()));
  }
}
