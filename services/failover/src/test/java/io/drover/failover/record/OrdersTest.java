package io.drover.failover.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.failover.decide.Order;
import io.drover.failover.decide.Side;
import org.junit.jupiter.api.Test;

/** One order at a time; one that nobody waits for any more is never taken. */
class OrdersTest {
  private static final Order.Serve BACK = new Order.Serve(Side.PRIMARY, false);
  private final Orders orders = new Orders();

  @Test
  void anOrderIsTakenOnce() {
    orders.give(BACK);
    assertThat(orders.take().orElseThrow().order()).isEqualTo(BACK);
    assertThat(orders.take()).isEmpty();
  }

  @Test
  void aSecondOneIsRefusedWhileOneWaits() {
    var first = orders.give(BACK);
    assertThat(orders.give(BACK))
        .isCompletedWithValueMatching(Orders.Answer.Refused.class::isInstance);
    assertThat(first).isNotDone();
    orders.refuse("not here");
    assertThat(first).isCompletedWithValue(new Orders.Answer.Refused("not here"));
    assertThat(orders.give(BACK)).isNotDone();
  }

  @Test
  void oneThatWasGivenUpIsNotCarriedOut() {
    var answer = orders.give(BACK);
    assertThat(orders.giveUp(answer)).isTrue();
    assertThat(orders.take()).isEmpty();
  }

  @Test
  void oneThatARoundHasTakenCanNotBeGivenUp() {
    var answer = orders.give(BACK);
    orders.take();
    assertThat(orders.giveUp(answer)).isFalse();
  }
}
