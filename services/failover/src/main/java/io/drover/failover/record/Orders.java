package io.drover.failover.record;

import io.drover.core.decision.Reason;
import io.drover.failover.decide.Order;
import io.drover.failover.decide.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hands an operator's order to the round that decides on it, and its answer back. One at a time.
 */
public final class Orders {
  private Optional<Given> waiting = Optional.empty();

  /** What became of an order. */
  public sealed interface Answer {

    /**
     * It is under way.
     *
     * @param state what is remembered now
     * @param why the reasons
     */
    record Accepted(State state, List<Reason> why) implements Answer {}

    /**
     * Nothing was changed.
     *
     * @param why for the operator
     */
    record Refused(String why) implements Answer {}
  }

  /**
   * An order that waits.
   *
   * @param order what is wanted
   * @param answer completed once it is decided on
   */
  public record Given(Order.Serve order, CompletableFuture<Answer> answer) {}

  /** Gives an order; refused at once where another one waits. */
  public synchronized CompletableFuture<Answer> give(Order.Serve order) {
    if (waiting.filter(given -> !given.answer().isDone()).isPresent()) {
      return CompletableFuture.completedFuture(
          new Answer.Refused("another order waits to be decided on"));
    }
    Given given = new Given(order, new CompletableFuture<>());
    waiting = Optional.of(given);
    return given.answer();
  }

  /** Takes the order that waits, unless who gave it went away. */
  public synchronized Optional<Given> take() {
    Optional<Given> taken = waiting.filter(given -> !given.answer().isDone());
    waiting = Optional.empty();
    return taken;
  }

  /**
   * Takes an order back.
   *
   * @return whether nobody had taken it: then it is never carried out
   */
  public synchronized boolean giveUp(CompletableFuture<Answer> answer) {
    boolean waits = waiting.filter(given -> given.answer() == answer).isPresent();
    if (waits) {
      waiting = Optional.empty();
    }
    return waits;
  }

  /** Refuses what waits. */
  public void refuse(String why) {
    take().ifPresent(given -> given.answer().complete(new Answer.Refused(why)));
  }
}
