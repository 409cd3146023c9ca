package io.drover.health.decide.heal;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Durations;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.health.decide.heal.HealInput.Ailment;
import io.drover.health.decide.heal.HealInput.Stranded;
import io.drover.health.decide.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a service is repaired: something that Swarm should have mended is wrong for long enough,
 * nobody changed the service lately, and repairs before this one are long enough ago. Each repair
 * waits twice as long as the last one; after {@link #MOST_ATTEMPTS} it is a human's turn.
 */
public final class HealRules {
  /** How long tasks must wait beside a node that would take them. */
  public static final Duration STUCK_FOR = Duration.ofSeconds(60);

  /** How long a node must be down before tasks that Swarm left on it are replaced. */
  public static final Duration DOWN_FOR = Duration.ofMinutes(3);

  /** How long a paused update waits for its operator. */
  public static final Duration PAUSED_FOR = Duration.ofMinutes(5);

  /**
   * How long nodes must have other addresses for a service than its tasks have. The network's own
   * means against lost news, exchanged every 30 seconds, come first; new tasks are what is left
   * (moby#53141).
   */
  public static final Duration NAMES_FOR = Duration.ofMinutes(2);

  /** A change by anybody is left alone for this long. */
  public static final Duration HANDS_OFF = Duration.ofMinutes(1);

  /** The least time between two repairs of a service; doubled with each. */
  public static final Duration BACK_OFF = Duration.ofMinutes(2);

  /** Repairs that are longer ago than this don't count any more. */
  public static final Duration FORGOTTEN_AFTER = Duration.ofHours(6);

  /** Most repairs of a service within {@link #FORGOTTEN_AFTER}. */
  public static final int MOST_ATTEMPTS = 4;

  /** The time within which repairs of all services are counted together. */
  public static final Duration BUDGET_PERIOD = Duration.ofMinutes(10);

  /** Most repairs within {@link #BUDGET_PERIOD}: when all is ill, more is wrong than services. */
  public static final int BUDGET = 5;

  private static final String BEFORE_ITS_UPDATE = "what it was before its last update";

  private HealRules() {}

  /** What to do about a service that asks for repairs. */
  public static Plan decide(HealInput input) {
    Optional<Plan.Step> wanted = wanted(input);
    if (wanted.isEmpty()) {
      return Plan.nothing(waiting(input));
    }
    Plan plan = new Plan(List.of(wanted.get()), List.of(), wanted.get().reasons());
    return held(input).map(plan::hold).orElse(plan);
  }

  private static Optional<Plan.Step> wanted(HealInput input) {
    ServiceView service = input.service().view();
    // What waits beside a paused update may well wait because of it.
    List<Ailment> ordered =
        input.ailments().stream()
            .sorted(Comparator.comparing(one -> one.finding().kind() != Kind.ROLLOUT_PAUSED))
            .toList();
    for (Ailment ailment : ordered) {
      boolean ripe = lasted(ailment.since(), patience(ailment.finding().kind()), input.now());
      if (!ripe) {
        continue;
      }
      switch (ailment.finding().kind()) {
        case STUCK_PENDING, NAMES_DISAGREE -> {
          return Optional.of(replace(input, ailment.finding().text(), ailment.since()));
        }
        case ROLLOUT_PAUSED -> {
          // When going back is paused as well, what was before is as bad.
          if (service.rollout() == Rollout.PAUSED) {
            return Optional.of(
                new Plan.Step(
                    new Action.RestoreService(
                        service.id(), service.name(), service.version(), BEFORE_ITS_UPDATE),
                    List.of(
                        reason("HealRollBack", ailment.finding().text(), ailment.since(), input))));
          }
        }
        default -> {}
      }
    }
    List<Stranded> stranded =
        input.stranded().stream()
            .filter(one -> lasted(one.since(), DOWN_FOR, input.now()))
            .toList();
    if (stranded.isEmpty()) {
      return Optional.empty();
    }
    String text =
        "%s of %s should run and %s still on %s, which is down"
            .formatted(
                stranded.size() == 1 ? "1 task" : stranded.size() + " tasks",
                service.name(),
                stranded.size() == 1 ? "is" : "are",
                stranded.getFirst().node());
    return Optional.of(replace(input, text, stranded.getFirst().since()));
  }

  private static Plan.Step replace(HealInput input, String text, Instant since) {
    ServiceView service = input.service().view();
    return new Plan.Step(
        new Action.ReplaceTasks(service.id(), service.name(), service.version()),
        List.of(reason("HealReplaceTasks", text, since, input)));
  }

  private static Reason reason(String code, String text, Instant since, HealInput input) {
    String lasts = whole(Duration.between(since, input.now()));
    return new Reason(
        code,
        "%s, for %s; repair %d of %d at most"
            .formatted(text, lasts, counted(input).size() + 1, MOST_ATTEMPTS),
        Map.of("lasts", lasts, "repairs", Integer.toString(counted(input).size())));
  }

  private static List<Instant> counted(HealInput input) {
    return input.attempts().stream()
        .filter(at -> at.isAfter(input.now().minus(FORGOTTEN_AFTER)))
        .sorted()
        .toList();
  }

  private static Optional<Reason> held(HealInput input) {
    List<Instant> before = counted(input);
    if (before.size() >= MOST_ATTEMPTS) {
      return Optional.of(
          Reason.of(
              "HealGivenUp",
              "repaired %d times within %s without lasting effect: somebody has to look"
                  .formatted(before.size(), Durations.format(FORGOTTEN_AFTER))));
    }
    if (!before.isEmpty()) {
      Duration pause = BACK_OFF.multipliedBy(1L << (before.size() - 1));
      if (!lasted(before.getLast(), pause, input.now())) {
        return Optional.of(
            Reason.of(
                "HealBackOff",
                "repaired %s ago; the next repair may be %s after that"
                    .formatted(
                        whole(Duration.between(before.getLast(), input.now())),
                        Durations.format(pause))));
      }
    }
    if (input.othersLately() >= BUDGET) {
      return Optional.of(
          Reason.of(
              "HealBudget",
              "%d services were repaired within %s, which is as many as may be"
                  .formatted(input.othersLately(), Durations.format(BUDGET_PERIOD))));
    }
    boolean fresh = !lasted(input.service().view().updatedAt(), HANDS_OFF, input.now());
    return fresh
        ? Optional.of(
            Reason.of(
                "HealHandsOff",
                "the service was changed %s ago"
                    .formatted(
                        whole(Duration.between(input.service().view().updatedAt(), input.now())))))
        : Optional.empty();
  }

  private static List<Reason> waiting(HealInput input) {
    List<Reason> reasons = new ArrayList<>();
    for (Ailment ailment : input.ailments()) {
      reasons.add(
          Reason.of(
              "HealWaits",
              "%s; a repair follows when it lasts %s"
                  .formatted(
                      ailment.finding().text(),
                      Durations.format(patience(ailment.finding().kind())))));
    }
    for (Stranded one : input.stranded()) {
      reasons.add(
          Reason.of(
              "HealWaits",
              "a task is still on %s, which is down; a repair follows when it lasts %s"
                  .formatted(one.node(), Durations.format(DOWN_FOR))));
    }
    return reasons.isEmpty() ? List.of(Reason.of("Healthy", "nothing to repair")) : reasons;
  }

  /** Whether something of this kind can be repaired at all. */
  public static boolean isCurable(Kind kind) {
    return kind == Kind.STUCK_PENDING || kind == Kind.ROLLOUT_PAUSED || kind == Kind.NAMES_DISAGREE;
  }

  private static Duration patience(Kind kind) {
    return switch (kind) {
      case ROLLOUT_PAUSED -> PAUSED_FOR;
      case NAMES_DISAGREE -> NAMES_FOR;
      default -> STUCK_FOR;
    };
  }

  private static boolean lasted(Instant since, Duration time, Instant now) {
    return Duration.between(since, now).compareTo(time) >= 0;
  }

  private static String whole(Duration duration) {
    return Durations.format(Duration.ofSeconds(Math.max(0, duration.toSeconds())));
  }
}
