package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import io.drover.core.model.Durations;
import io.drover.core.model.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when each node is as it is. Swarm does not say, so it is what was seen: whoever has just
 * begun to look takes every node for one that has just come.
 *
 * @param nodes what was seen, by node id
 */
public record NodeWatch(Map<String, Seen> nodes) {
  /** Nothing seen yet. */
  public static final NodeWatch NONE = new NodeWatch(Map.of());

  /** A node that goes away so often within {@link #FLAPPING_WITHIN} is not to be relied on. */
  static final int FLAPPING = 3;

  private static final Duration FLAPPING_WITHIN = Duration.ofHours(1);

  /**
   * A node.
   *
   * @param takesTasks whether it is ready and active
   * @param since since when
   * @param losses when it was lost lately
   */
  public record Seen(boolean takesTasks, Instant since, List<Instant> losses) {
    public Seen {
      losses = List.copyOf(losses);
    }
  }

  public NodeWatch {
    nodes = Map.copyOf(nodes);
  }

  /** With another look. */
  public NodeWatch after(List<NodeView> seen, Instant now) {
    Map<String, Seen> next = new HashMap<>();
    for (NodeView node : seen) {
      Seen before = nodes.get(node.id());
      boolean takes = takesTasks(node);
      if (before == null) {
        next.put(node.id(), new Seen(takes, now, List.of()));
        continue;
      }
      List<Instant> losses =
          new ArrayList<>(
              before.losses().stream()
                  .filter(loss -> loss.isAfter(now.minus(FLAPPING_WITHIN)))
                  .toList());
      if (before.takesTasks() && !node.isReady()) {
        losses.add(now);
      }
      next.put(
          node.id(), new Seen(takes, takes == before.takesTasks() ? before.since() : now, losses));
    }
    return new NodeWatch(next);
  }

  /** Why it is no time to move tasks; empty when all nodes have been well for long enough. */
  public Optional<Reason> unrest(List<NodeView> seen, Instant now, Duration stableFor) {
    for (NodeView node : seen) {
      Seen known = nodes.get(node.id());
      if (!node.isReady() && !node.availability().equals("drain")) {
        return Optional.of(
            Reason.of(
                "NodeDown",
                "%s is %s; if it is gone for good, remove it from the Swarm or drain it"
                    .formatted(node.hostname(), node.state())));
      }
      if (known == null || !known.takesTasks()) {
        continue;
      }
      if (known.losses().size() >= FLAPPING) {
        return Optional.of(
            Reason.of(
                "NodeFlapping",
                "%s was lost %d times within an hour"
                    .formatted(node.hostname(), known.losses().size())));
      }
      Duration calm = Duration.between(known.since(), now);
      if (calm.compareTo(stableFor) < 0) {
        return Optional.of(
            new Reason(
                "NodeJustCame",
                "%s has been seen well for less than %s"
                    .formatted(node.hostname(), Durations.format(stableFor)),
                Map.of("node", node.hostname(), "seconds", "" + calm.toSeconds())));
      }
    }
    return Optional.empty();
  }

  private static boolean takesTasks(NodeView node) {
    return node.isReady() && node.availability().equals("active");
  }
}
