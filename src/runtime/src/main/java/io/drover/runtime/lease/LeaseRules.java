package io.drover.runtime.lease;

import io.drover.core.decision.Outcome;
import io.drover.runtime.lease.LeaseState.Holding;
import io.drover.runtime.lease.LeaseState.Unseen;
import io.drover.runtime.lease.LeaseState.Watching;
import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * The lease protocol, as pure functions of what one contender knows and sees (after C. Gray and D.
 * Cheriton, "Leases", 1989, on a compare-and-swap register, without a common clock).
 *
 * <p>Why two never act at once: every change of the object is conditional on its version. A holder
 * acts for {@code actFor} from before it sent its last successful renewal. A contender writes only
 * what it saw unchanged for more than the TTL from when it received the first sight of it, and the
 * write succeeds only when it is unchanged still. So no renewal was written in all that time, and
 * the holder has stopped. Answers that get lost only make a contender know less than it holds.
 */
final class LeaseRules {
  private final String self;
  private final LeaseSettings settings;

  LeaseRules(String self, LeaseSettings settings) {
    if (self.isEmpty() || self.equals(LeaseRecord.UNREADABLE)) {
      throw new IllegalArgumentException("a contender needs a name of its own: " + self);
    }
    this.self = self;
    this.settings = settings;
  }

  /**
   * The object as it was read.
   *
   * @param at when the answer had arrived
   */
  record Sight(String objectId, long version, LeaseRecord lease, Moment at) {}

  /** What to do after looking. */
  sealed interface Step {
    /** What is known before anything is written. */
    LeaseState state();

    /** Nothing to write now. */
    record Wait(LeaseState state) implements Step {}

    /** Create the object. */
    record Create(LeaseState state, LeaseRecord lease) implements Step {}

    /**
     * Write this on the version that was seen.
     *
     * @param since from when the lease counts as acquired when the write succeeds
     * @param settling see {@link Holding#settling()}
     */
    record Write(LeaseState state, LeaseRecord lease, Moment since, Duration settling)
        implements Step {}
  }

  /**
   * What to do now.
   *
   * @param state what was known
   * @param sight the object as just read, absent when there is none
   */
  Step next(LeaseState state, Optional<Sight> sight) {
    return sight.isPresent()
        ? onSight(state, sight.get())
        : new Step.Create(
            new Unseen("there was no lease object"), new LeaseRecord(self, 1, 0, settings.ttl()));
  }

  private Step onSight(LeaseState state, Sight sight) {
    LeaseRecord lease = sight.lease();
    if (lease.holder().equals(self)) {
      return renew(state, sight);
    }
    if (lease.isReleased()) {
      return takeOver(watch(state, sight), sight);
    }
    Watching watching = watch(state, sight);
    boolean patient =
        sight.at().since(watching.since()).compareTo(settings.patience(lease.ttl())) >= 0;
    return patient ? takeOver(watching, sight) : new Step.Wait(watching);
  }

  private static Watching watch(LeaseState state, Sight sight) {
    if (state instanceof Watching watching
        && watching.objectId().equals(sight.objectId())
        && watching.version() == sight.version()) {
      return watching;
    }
    LeaseRecord lease = sight.lease();
    return new Watching(
        sight.objectId(), sight.version(), lease.holder(), lease.epoch(), sight.at());
  }

  private Step takeOver(Watching watching, Sight sight) {
    LeaseRecord mine = new LeaseRecord(self, sight.lease().epoch() + 1, 0, settings.ttl());
    return new Step.Write(watching, mine, sight.at(), Duration.ZERO);
  }

  private Step renew(LeaseState state, Sight sight) {
    LeaseRecord seen = sight.lease();
    LeaseRecord renewed = new LeaseRecord(self, seen.epoch(), seen.renewal() + 1, settings.ttl());
    if (state instanceof Holding holding && holding.epoch() == seen.epoch()) {
      return new Step.Write(holding, renewed, holding.since(), holding.settling());
    }
    // An earlier write succeeded although its answer was lost. Epoch 1 means that it was the
    // creation of the object, and then whoever held a removed one must have time to stop.
    Duration settling = seen.epoch() == 1 ? settings.patience(settings.ttl()) : Duration.ZERO;
    return new Step.Write(watch(state, sight), renewed, sight.at(), settling);
  }

  /** What is known after trying to create the object. */
  LeaseState created(Step.Create step, Moment sent, Moment answered, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied applied ->
          new Holding(1, sent, answered, settings.patience(settings.ttl()));
      case Outcome.Conflict conflict -> step.state();
      case Outcome.Failed failed -> new Unseen(failed.message());
    };
  }

  /** What is known after trying to write. */
  LeaseState written(Step.Write step, Moment sent, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied applied ->
          new Holding(step.lease().epoch(), sent, step.since(), step.settling());
      case Outcome.Conflict conflict -> step.state();
      case Outcome.Failed failed when failed.kind() == Outcome.Kind.NOT_FOUND ->
          new Unseen(failed.message());
      case Outcome.Failed failed -> step.state();
    };
  }

  /**
   * What to write to give the lease up, if it is this contender's to give. Who holds but was never
   * allowed to act lets it run out instead, since an unknowing predecessor may still act.
   */
  Optional<LeaseRecord> release(LeaseState state, Optional<Sight> sight) {
    return sight
        .filter(
            seen ->
                state instanceof Holding holding
                    && holding.isSettled(seen.at())
                    && seen.lease().holder().equals(self)
                    && seen.lease().epoch() == holding.epoch())
        .map(
            seen ->
                new LeaseRecord(
                    "", seen.lease().epoch(), seen.lease().renewal() + 1, settings.ttl()));
  }
}
