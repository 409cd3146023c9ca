package io.drover.scaling.observe;

import io.drover.scaling.decide.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Steps that were asked for and wait for a round that may take them. One that none took in a minute
 * is dropped: what was right then may not be now.
 */
public final class StepRequests {
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private record Waiting(Asked.Step step, Instant at) {}

  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  /** Asks for a step; of several between two rounds the last one counts, but up before down. */
  public void ask(String serviceId, Asked.Step step, Instant now) {
    waiting.merge(
        serviceId,
        new Waiting(step, now),
        (before, after) -> before.step().up() && !after.step().up() ? before : after);
  }

  /** What waits for a service; it goes on waiting until it is {@link #done}. */
  public Asked waitingFor(String serviceId, Instant now) {
    Waiting found = waiting.get(serviceId);
    return found == null || found.at().plus(GOOD_FOR).isBefore(now) ? Asked.NOTHING : found.step();
  }

  /** Takes note that a step was taken, or that the policy leaves no room for it. */
  public void done(String serviceId, Asked step) {
    waiting.computeIfPresent(serviceId, (id, found) -> found.step().equals(step) ? null : found);
  }
}
