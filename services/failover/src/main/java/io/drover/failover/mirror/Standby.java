package io.drover.failover.mirror;

import io.drover.core.model.NodeView;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import java.util.List;
import java.util.Map;

/**
 * The stand-by at one moment.
 *
 * @param holdings what it has
 * @param nodes its nodes
 * @param others its services that are of none of the described stacks
 * @param ports names of all its services by the ports that they publish at every node
 * @param images whether the described engine has each of the images that the primary's services use
 */
public record Standby(
    Holdings holdings,
    List<Node> nodes,
    List<ServiceView> others,
    Map<String, String> ports,
    Map<String, Reading<Boolean>> images) {
  public Standby {
    nodes = List.copyOf(nodes);
    others = List.copyOf(others);
    ports = Map.copyOf(ports);
    images = Map.copyOf(images);
  }

  /**
   * One of its nodes.
   *
   * @param view what the manager says of it
   * @param platform what it runs on
   * @param engineLabels labels of its engine
   */
  public record Node(NodeView view, Platform platform, Map<String, String> engineLabels) {
    public Node {
      engineLabels = Map.copyOf(engineLabels);
    }

    /** What constraints can ask of it. */
    public NodeTraits traits() {
      return NodeTraits.of(view, platform, engineLabels);
    }

    /** Whether it takes tasks. */
    public boolean takesTasks() {
      return view.isReady() && view.availability().equals("active");
    }
  }
}
