package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanResult.Unplaced;
import java.util.List;

/**
 * What the loss of one node does.
 *
 * @param survives whether every task of the plan has a node afterwards
 * @param homeless tasks of the node for which there is no other, with the reasons
 */
public record Loss(boolean survives, List<Unplaced> homeless) {
  public Loss {
    homeless = List.copyOf(homeless);
  }
}
