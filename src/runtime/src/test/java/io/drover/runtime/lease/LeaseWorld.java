package io.drover.runtime.lease;

import io.drover.core.decision.Outcome;
import io.drover.runtime.lease.LeaseRules.Sight;
import io.drover.runtime.lease.LeaseRules.Step;
import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A register with compare-and-swap, contenders with clocks of their own, and a network between them
 * that delays and loses; all in one thread on a time of its own, so that a seed repeats a run.
 */
final class LeaseWorld {
  private static final Outcome NO_ANSWER =
      new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "no answer");

  private final RandomGenerator random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::nanos).thenComparingLong(Event::sequence));
  private final List<Contender> contenders = new ArrayList<>();
  private Optional<Stored> register = Optional.empty();
  private long now;
  private long sequence;
  private long lastVersion;
  private Duration longestDelay = Duration.ofMillis(50);
  private Duration timeout = Duration.ofSeconds(5);

  private record Event(long nanos, long sequence, Runnable what) {}

  private record Stored(String id, long version, LeaseRecord lease) {}

  LeaseWorld(RandomGenerator random) {
    this.random = random;
  }

  /** How long a request and then its answer may take at most; a client waits for {@code limit}. */
  void network(Duration longest, Duration limit) {
    longestDelay = longest;
    timeout = limit;
  }

  Contender join(String name, LeaseSettings settings, double rate) {
    Contender contender = new Contender(name, settings, rate);
    contenders.add(contender);
    in(between(0, settings.renewEvery().toNanos()), contender::tick);
    return contender;
  }

  /** Somebody removes the object by hand. */
  void removeObject() {
    register = Optional.empty();
  }

  /** Somebody writes nonsense into its labels. */
  void damageObject(Duration ttl) {
    register =
        register.map(
            stored ->
                new Stored(
                    stored.id(),
                    ++lastVersion,
                    new LeaseRecord(LeaseRecord.UNREADABLE, 1, 0, ttl)));
  }

  /** Lets so much time pass, by no contender's clock. */
  void pass(Duration duration) {
    long end = now + duration.toNanos();
    while (!events.isEmpty() && events.peek().nanos() <= end) {
      Event event = events.poll();
      now = event.nanos();
      event.what().run();
    }
    now = end;
  }

  /** Who may act at this instant. */
  List<Contender> acting() {
    return contenders.stream().filter(Contender::mayAct).toList();
  }

  private void in(long nanos, Runnable what) {
    events.add(new Event(now + nanos, sequence++, what));
  }

  private long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  /** One replica; does what {@link Lease} does, step by step. */
  final class Contender {
    private final String name;
    private final LeaseSettings settings;
    private final LeaseRules rules;
    private final double rate;
    private final long origin = now;
    private LeaseState state = new LeaseState.Unseen("not looked at yet");
    private long asleepNanos;
    private long wallJumpNanos;
    private boolean cut;
    private boolean dead;

    private Contender(String name, LeaseSettings settings, double rate) {
      this.name = name;
      this.settings = settings;
      this.rules = new LeaseRules(name, settings);
      this.rate = rate;
    }

    String name() {
      return name;
    }

    private Moment clock() {
      long passed = (long) ((now - origin) * rate);
      return new Moment(
          passed - asleepNanos, Instant.EPOCH.plusNanos(passed).plusNanos(wallJumpNanos));
    }

    boolean mayAct() {
      return !dead && state.mayAct(clock(), Duration.ZERO, settings);
    }

    /** The network lets nothing through, in either direction; what is on its way is lost too. */
    void cut(boolean isCut) {
      cut = isCut;
    }

    /** Ends without a word. */
    void die() {
      dead = true;
    }

    boolean isDead() {
      return dead;
    }

    /** Its monotonic clock loses so much, as after a suspension. */
    void losesTime(Duration length) {
      asleepNanos += length.toNanos();
    }

    /** Its wall clock is set. */
    void wallJumps(Duration by) {
      wallJumpNanos += by.toNanos();
    }

    /** Ends in order: acts no more, and gives the lease up. */
    void leave() {
      LeaseState last = state;
      state = new LeaseState.Unseen("given up");
      dead = true;
      Optional<Sight> sight = sight(register);
      rules
          .release(last, sight)
          .ifPresent(
              lease ->
                  in(
                      between(0, longestDelay.toNanos()),
                      () -> {
                        if (!cut) {
                          write(sight.get().version(), lease);
                        }
                      }));
    }

    private Optional<Sight> sight(Optional<Stored> read) {
      return read.map(stored -> new Sight(stored.id(), stored.version(), stored.lease(), clock()));
    }

    private void tick() {
      if (dead) {
        return;
      }
      exchange(() -> register, this::look, this::rest);
    }

    private void look(Optional<Stored> read) {
      Step step = rules.next(state, sight(read));
      state = step.state();
      Moment sent = clock();
      switch (step) {
        case Step.Wait wait -> rest();
        case Step.Create create ->
            exchange(
                () -> create(create.lease()),
                outcome -> end(rules.created(create, sent, clock(), outcome)),
                () -> end(rules.created(create, sent, clock(), NO_ANSWER)));
        case Step.Write write ->
            exchange(
                () -> write(read.orElseThrow().version(), write.lease()),
                outcome -> end(rules.written(write, sent, outcome)),
                () -> end(rules.written(write, sent, NO_ANSWER)));
      }
    }

    private void end(LeaseState reached) {
      state = reached;
      rest();
    }

    private void rest() {
      in((long) (settings.renewEvery().toNanos() / rate), this::tick);
    }

    /** The request may arrive long after its sender gave it up. */
    private <T> void exchange(Supplier<T> request, Consumer<T> answered, Runnable gaveUp) {
      long there = between(0, longestDelay.toNanos());
      long back = between(0, longestDelay.toNanos());
      boolean late = there + back >= timeout.toNanos();
      boolean[] settled = {false};
      in(
          there,
          () -> {
            if (cut) {
              return;
            }
            T answer = request.get();
            in(
                back,
                () -> {
                  if (!cut && !late && !dead && !settled[0]) {
                    settled[0] = true;
                    answered.accept(answer);
                  }
                });
          });
      in(
          timeout.toNanos(),
          () -> {
            if (!dead && !settled[0]) {
              settled[0] = true;
              gaveUp.run();
            }
          });
    }

    private Outcome create(LeaseRecord lease) {
      if (register.isPresent()) {
        return new Outcome.Conflict("the name is taken");
      }
      lastVersion++;
      register = Optional.of(new Stored("config" + lastVersion, lastVersion, lease));
      return new Outcome.Applied("");
    }

    private Outcome write(long version, LeaseRecord lease) {
      if (register.isEmpty()) {
        return new Outcome.Failed(Outcome.Kind.NOT_FOUND, "gone");
      }
      Stored stored = register.get();
      if (stored.version() != version) {
        return new Outcome.Conflict("update out of sequence");
      }
      register = Optional.of(new Stored(stored.id(), ++lastVersion, lease));
      return new Outcome.Applied("");
    }

    @Override
    public String toString() {
      return name + " " + state;
    }
  }
}
