package io.drover.placement.decide.profile;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import java.util.List;
import java.util.Map;

/** Whether a node's profile may be touched: only where its operator said so on the node itself. */
public final class ProfileRules {
  /** The node label that allows it. */
  public static final String LABEL = "drover.profile";

  /** Its only value that does. */
  public static final String ALLOWS = "apply";

  private ProfileRules() {}

  /** A plan with one step, or with the reason why there is none. */
  public static Plan decide(NodeView node, boolean apply, String by) {
    Plan.Step step =
        new Plan.Step(
            new Action.SetProfile(node.id(), node.hostname(), apply),
            List.of(Reason.of("Ordered", "ordered by " + by)));
    Plan plan = new Plan(List.of(step), List.of(), step.reasons());
    String label = node.labels().getOrDefault(LABEL, "");
    if (label.equals(ALLOWS)) {
      return plan;
    }
    return plan.hold(
        new Reason(
            "ProfileNotAllowed",
            "node %s has no label %s=%s: docker node update --label-add %s=%s %s allows it"
                .formatted(node.hostname(), LABEL, ALLOWS, LABEL, ALLOWS, node.hostname()),
            Map.of("label", label)));
  }
}
