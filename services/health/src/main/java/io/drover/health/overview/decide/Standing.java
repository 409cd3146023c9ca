package io.drover.health.overview.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a service of the suite stands, for people.
 *
 * @param state in one word
 * @param text why, in plain words; empty where it is up
 * @param known what it said last: a list of one, or of none where it never did
 * @param age how long ago that was; zero where it never did
 */
public record Standing(State state, String text, List<SisterStatus> known, Duration age) {

  /** Words for it. */
  public enum State {
    /** It answers, and misses nothing. */
    UP,
    /** It answers, and says that something is missing. */
    DEGRADED,
    /** It is deployed, and does not answer. */
    UNREACHABLE,
    /** It is not deployed. */
    ABSENT;

    /** The word for it in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Standing {
    known = List.copyOf(known);
  }

  /**
   * Where one stands.
   *
   * @param sight what came of asking it
   * @param last what it said last, this time included
   */
  public static Standing of(Sight sight, Optional<SisterStatus> last, Instant now) {
    return switch (sight) {
      case Sight.Answered(SisterStatus status) -> answered(status, now);
      case Sight.Busy() ->
          last.map(status -> answered(status, now))
              .orElseGet(() -> silent("it is being asked, and has not answered yet", last, now));
      case Sight.Failed(String why) -> silent(why, last, now);
      case Sight.Absent(String why) -> new Standing(State.ABSENT, why, List.of(), Duration.ZERO);
    };
  }

  private static Standing answered(SisterStatus status, Instant now) {
    return new Standing(
        status.missing().isEmpty() ? State.UP : State.DEGRADED,
        String.join("; ", status.missing()),
        List.of(status),
        age(status, now));
  }

  private static Standing silent(String why, Optional<SisterStatus> last, Instant now) {
    return new Standing(
        State.UNREACHABLE,
        why,
        last.stream().toList(),
        last.map(status -> age(status, now)).orElse(Duration.ZERO));
  }

  /** A clock that was set back makes nothing younger than new. */
  private static Duration age(SisterStatus status, Instant now) {
    Duration age = Duration.between(status.at(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
