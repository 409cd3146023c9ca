package io.drover.health.route.observe;

import io.drover.core.policy.RoutePolicy;
import io.drover.health.route.decide.CheckHistory;
import io.drover.health.route.decide.CheckRules;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * Checks tasks side by side, each on a virtual thread of its own that lives as long as the task is
 * to be checked; only so many checks are at work at a time. When a task's health changes, whoever
 * asked is told.
 */
public final class RouteChecks implements AutoCloseable {
  /** So many checks of a task that never passed follow quickly: half a minute by the defaults. */
  private static final int FAST_AT_FIRST = 300;

  private final CheckRules rules;
  private final Semaphore turns;
  private final Runnable onChange;
  private final ConcurrentMap<String, Checked> tasks = new ConcurrentHashMap<>();

  /**
   * What is to be checked of one task.
   *
   * @param endpoint where
   * @param check how
   */
  public record Target(Endpoint endpoint, RoutePolicy.Check check) {}

  private static final class Checked {
    private final Target target;
    private volatile CheckHistory history = CheckHistory.NONE;
    private volatile Thread thread;

    // Both of its own thread alone.
    private int checks;
    private boolean passed;

    private Checked(Target target) {
      this.target = target;
    }
  }

  /**
   * Checks by these rules.
   *
   * @param concurrency so many at a time
   * @param onChange runs when a task's health became another one; must not block
   */
  public RouteChecks(CheckRules rules, int concurrency, Runnable onChange) {
    this.rules = rules;
    this.turns = new Semaphore(concurrency, true);
    this.onChange = onChange;
  }

  /** From now on these tasks are checked, by id; what was known of others is forgotten. */
  public synchronized void watch(Map<String, Target> wanted) {
    tasks.forEach(
        (id, checked) -> {
          if (!checked.target.equals(wanted.get(id))) {
            tasks.remove(id);
            checked.thread.interrupt();
          }
        });
    wanted.forEach(
        (id, target) -> {
          if (!tasks.containsKey(id)) {
            Checked checked = new Checked(target);
            checked.thread =
                Thread.ofVirtual().name("route-check-" + id).unstarted(() -> run(checked));
            tasks.put(id, checked);
            checked.thread.start();
          }
        });
  }

  /** What a task's checks came to; pending when it is not checked. */
  public Health of(String taskId) {
    Checked checked = tasks.get(taskId);
    return checked == null ? new Health.Pending() : checked.history.health();
  }

  /** How many tasks are checked. */
  public int size() {
    return tasks.size();
  }

  private void run(Checked checked) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turns.acquire();
        CheckHistory before = checked.history;
        try {
          checked.history =
              before.after(
                  Probe.check(checked.target.endpoint(), checked.target.check(), rules.timeout()),
                  rules);
        } finally {
          turns.release();
        }
        if (!checked.history.health().getClass().equals(before.health().getClass())) {
          onChange.run();
        }
        Thread.sleep(pause(checked));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that starts slowly is not to wait for its turn once it is ready. */
  private Duration pause(Checked checked) {
    checked.checks++;
    checked.passed |= checked.history.health() instanceof Health.Passing;
    boolean starts = !checked.passed && checked.checks < FAST_AT_FIRST;
    return starts || !checked.history.isSettled() ? rules.fastInterval() : rules.interval();
  }

  @Override
  public void close() {
    watch(Map.of());
  }
}
