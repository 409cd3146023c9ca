package io.drover.placement.decide.moves;

import io.drover.core.model.ServiceView;
import io.drover.core.model.ServiceView.Mode;
import io.drover.placement.decide.plan.PlanService;
import java.util.List;
import java.util.Objects;

/**
 * A service as whoever moves its tasks looks at it.
 *
 * @param view the service
 * @param plan where its tasks can be
 * @param startFirst whether an update starts the new task before it stops the old one
 * @param data what its tasks keep on their node, in words: {@code volume db-data}
 * @param volumes whether its tasks mount a volume at all, be it a shared one
 * @param observing whether Drover may only say what it would do to it
 * @param rebalance whether its tasks may be moved to even nodes out
 */
public record MovableService(
    ServiceView view,
    PlanService plan,
    boolean startFirst,
    List<String> data,
    boolean volumes,
    boolean observing,
    boolean rebalance) {
  public MovableService {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(plan, "plan");
    data = List.copyOf(data);
  }

  /** Its id. */
  public String id() {
    return view.id();
  }

  /** Its name. */
  public String name() {
    return view.name();
  }

  /** Whether it has a number of tasks. */
  public boolean isReplicated() {
    return view.mode() instanceof Mode.Replicated;
  }

  /** How many tasks its spec asks for; 0 where that is no number. */
  public int replicas() {
    return view.mode() instanceof Mode.Replicated(int replicas) ? replicas : 0;
  }
}
