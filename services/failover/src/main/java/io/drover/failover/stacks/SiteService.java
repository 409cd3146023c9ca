package io.drover.failover.stacks;

import io.drover.core.model.ServiceView;
import io.drover.engine.RawJson;
import java.util.Optional;

/**
 * A service of a described stack.
 *
 * @param view id, name, version, mode and labels
 * @param spec the whole spec as the engine sent it, to be edited and written back
 * @param isBarred whether it bears {@link #NOWHERE}
 */
public record SiteService(ServiceView view, RawJson spec, boolean isBarred) {
  /** Label of a service that is turned off: the epoch of the move that did it. */
  public static final String OFF = "drover.failover.off";

  /** Label of a service at the stand-by: how many replicas it has once it is on. */
  public static final String REPLICAS = "drover.failover.replicas";

  /**
   * A constraint that no node meets: node ids have no hyphens. It turns services off that have no
   * count, such as global ones.
   */
  public static final String NOWHERE = "node.id==drover-failover-off";

  /** The value of one of its labels. */
  public Optional<String> label(String key) {
    return Optional.ofNullable(view.labels().get(key));
  }
}
