package io.drover.runtime.lease;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.lease.LeaseRules.Sight;
import io.drover.runtime.lease.LeaseRules.Step;
import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * A lease on a Swarm config object, {@code drover.lease.<loop>}, so that the Swarm's own Raft says
 * which replica of a loop acts. {@link #mayAct} is asked before each act and needs no I/O.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Lease.class);

  private static final int RELEASE_ATTEMPTS = 3;

  private final String objectName;
  private final String self;
  private final LeaseSettings settings;
  private final LeaseRules rules;
  private final Engine engine;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Thread renewer;
  private volatile LeaseState state = new LeaseState.Unseen("not looked at yet");
  private volatile String problem = "";
  private boolean stopping;

  /**
   * A contender, not yet started.
   *
   * @param loop name of the loop, shared by its replicas
   * @param self name of this process, used by no other one, not even by its own predecessor
   */
  public Lease(String loop, String self, LeaseSettings settings, Engine engine, TimeSource time) {
    this.objectName = "drover.lease." + loop;
    this.self = self;
    this.settings = settings;
    this.rules = new LeaseRules(self, settings);
    this.engine = engine;
    this.time = time;
    this.renewer = Thread.ofVirtual().name("lease-" + loop).unstarted(this::run);
  }

  /** Starts contending, on a thread of its own. */
  public void start() {
    renewer.start();
  }

  /**
   * Whether this replica may do something now.
   *
   * @param forAtLeast how long the act may take to arrive at the engine
   */
  public boolean mayAct(Duration forAtLeast) {
    return state.mayAct(time.now(), forAtLeast, settings);
  }

  /** What is known of the lease. */
  public LeaseState state() {
    return state;
  }

  /** What an operator is told. */
  public LeaseView view() {
    boolean acting = mayAct(Duration.ZERO);
    return switch (state) {
      case LeaseState.Unseen(String why) ->
          new LeaseView(objectName, "", 0, "", false, acting, problem.isEmpty() ? why : problem);
      case LeaseState.Watching(var id, var version, String holder, long epoch, Moment since) ->
          new LeaseView(objectName, holder, epoch, since.wall().toString(), false, acting, problem);
      case LeaseState.Holding(long epoch, var renewed, Moment since, var settling) ->
          new LeaseView(objectName, self, epoch, since.wall().toString(), true, acting, problem);
    };
  }

  /** Looks once, and writes if need be; blocks on the engine. */
  void tick() {
    try {
      Optional<Engine.ConfigObject> object = engine.config(objectName);
      Step step = rules.next(state, sight(object));
      enter(step.state());
      switch (step) {
        case Step.Wait wait -> problem = "";
        case Step.Create create -> {
          Moment sent = time.now();
          Outcome outcome = engine.createConfig(objectName, create.lease().labels());
          note(outcome);
          enter(rules.created(create, sent, time.now(), outcome));
        }
        case Step.Write write -> {
          Moment sent = time.now();
          Outcome outcome = engine.updateConfigLabels(object.orElseThrow(), write.lease().labels());
          note(outcome);
          enter(rules.written(write, sent, outcome));
        }
      }
    } catch (EngineException unreachable) {
      problem = String.valueOf(unreachable.getMessage());
    } catch (RuntimeException unexpected) {
      // Whatever was answered, a contender that stopped looking would never act again.
      problem = unexpected.toString();
      LOG.warnf(unexpected, "%s could not be looked at", objectName);
    }
  }

  /** Stops contending and gives the lease up, so that a successor need not wait. Act no more. */
  @Override
  public void close() {
    LeaseState last;
    lock.lock();
    try {
      // From here on a tick that is under way enters nothing any more: this is what was held.
      last = state;
      stopping = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    renewer.interrupt();
    try {
      if (renewer.getState() != Thread.State.NEW) {
        renewer.join(settings.renewEvery());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    enter(new LeaseState.Unseen("given up"));
    release(last);
  }

  /** A renewal that was under way may have come in between: then once more, on what it left. */
  private void release(LeaseState last) {
    try {
      boolean overtaken = true;
      for (int attempt = 0; overtaken && attempt < RELEASE_ATTEMPTS; attempt++) {
        Optional<Engine.ConfigObject> object = engine.config(objectName);
        Optional<LeaseRecord> free = rules.release(last, sight(object));
        overtaken = false;
        if (free.isPresent()) {
          Outcome outcome = engine.updateConfigLabels(object.orElseThrow(), free.get().labels());
          note(outcome);
          overtaken = outcome instanceof Outcome.Conflict;
        }
      }
    } catch (EngineException unreachable) {
      LOG.infof("%s runs out by itself: %s", objectName, unreachable.getMessage());
    }
  }

  private Optional<Sight> sight(Optional<Engine.ConfigObject> object) {
    Moment answered = time.now();
    return object.map(
        found ->
            new Sight(
                found.id(),
                found.version(),
                LeaseRecord.of(found.labels(), settings.ttl()),
                answered));
  }

  private void note(Outcome outcome) {
    problem =
        switch (outcome) {
          case Outcome.Applied applied -> "";
          case Outcome.Conflict conflict -> "";
          case Outcome.Failed failed -> failed.message();
        };
  }

  private void enter(LeaseState next) {
    LeaseState before = state;
    lock.lock();
    try {
      // A tick that hung while the lease was given up must not bring it back.
      state = stopping ? new LeaseState.Unseen("given up") : next;
    } finally {
      lock.unlock();
    }
    if (before instanceof LeaseState.Holding != next instanceof LeaseState.Holding) {
      LOG.infof(
          "%s %s %s", self, next instanceof LeaseState.Holding ? "holds" : "lost", objectName);
    }
  }

  private void run() {
    try {
      do {
        tick();
      } while (awaitTurn());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      long left = settings.renewEvery().toNanos();
      while (!stopping && left > 0) {
        left = wake.awaitNanos(left);
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }
}
