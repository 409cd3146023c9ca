package io.drover.runtime.lease;

import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.util.Objects;

/** What one contender for a lease knows and holds. */
public sealed interface LeaseState {

  /**
   * The lease was not seen: not yet, or not any more.
   *
   * @param why for people
   */
  record Unseen(String why) implements LeaseState {}

  /**
   * Somebody else held it when it was last looked at.
   *
   * @param objectId the config object's id
   * @param version its version
   * @param holder who held it, or empty text when it was released
   * @param epoch the holder's epoch
   * @param since when this version was first seen here
   */
  record Watching(String objectId, long version, String holder, long epoch, Moment since)
      implements LeaseState {}

  /**
   * This contender holds it, for as long as the renewal lasts.
   *
   * @param epoch this holder's epoch
   * @param renewed just before the last successful renewal was sent
   * @param since when it was acquired
   * @param settling for how long from {@code since} the holder must not act yet: the object had to
   *     be created, so it may have been removed from under a holder who does not know it yet
   */
  record Holding(long epoch, Moment renewed, Moment since, Duration settling)
      implements LeaseState {
    public Holding {
      Objects.requireNonNull(renewed, "renewed");
    }

    boolean isSettled(Moment now) {
      return now.since(since).compareTo(settling) >= 0;
    }
  }

  /**
   * Whether something may be done that takes up to {@code forAtLeast} to arrive at the engine.
   *
   * @param now the contender's own clocks
   */
  default boolean mayAct(Moment now, Duration forAtLeast, LeaseSettings settings) {
    return switch (this) {
      case Unseen unseen -> false;
      case Watching watching -> false;
      case Holding holding ->
          holding.isSettled(now)
              && now.atMostSince(holding.renewed()).plus(forAtLeast).compareTo(settings.actFor())
                  <= 0;
    };
  }
}
