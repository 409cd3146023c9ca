package io.drover.placement;

import io.drover.core.decision.Reason;
import io.drover.placement.act.moves.DrainIntents;
import io.drover.placement.act.moves.MoveRecords;
import io.drover.placement.decide.moves.MoveFacts;
import io.drover.placement.decide.moves.NodeWatch;
import io.drover.placement.observe.moves.OperatorsOrders;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.pause.PauseState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one round of moving works on.
 *
 * @param facts the Swarm
 * @param watch since when its nodes are as they are
 * @param drains drains that are under way
 * @param moves what is remembered of moves
 * @param orders orders for single services, operators' and our own
 * @param pause the suite's pause
 */
record MoveRound(
    MoveFacts facts,
    NodeWatch watch,
    List<DrainIntents.Stored> drains,
    MoveRecords.Stored moves,
    Map<String, ServiceOrder> orders,
    PauseState pause) {

  Instant at() {
    return facts.now();
  }

  /** Services whose tasks are being moved. */
  Set<String> moving() {
    Set<String> moving = new HashSet<>();
    for (DrainIntents.Stored stored : drains) {
      if (stored instanceof DrainIntents.Stored.Known known) {
        moving.addAll(known.intent().surges().keySet());
      }
    }
    moves.records().values().stream()
        .filter(record -> record.isOpen())
        .forEach(record -> moving.add(record.serviceId()));
    return moving;
  }

  /** What operators ordered for single services: those are left alone. */
  Map<String, Reason> ordered() {
    return OperatorsOrders.of(orders);
  }
}
