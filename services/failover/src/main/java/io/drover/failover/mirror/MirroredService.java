package io.drover.failover.mirror;

import io.drover.core.model.ServiceView;
import io.drover.failover.stacks.SiteService;

/**
 * A service of a described stack at one of the sites.
 *
 * @param service as it was seen there
 * @param content what it is, with names for ids and without all that turns it on or off: of equal
 *     content they run alike
 * @param uses what it needs to run
 */
public record MirroredService(SiteService service, Content content, Uses uses) {

  /** Its full name, the same at both sites. */
  public String name() {
    return service.view().name();
  }

  /** What decisions need of it. */
  public ServiceView view() {
    return service.view();
  }

  /** Whether it may have tasks: its count is not 0, or it has none and nothing bars it. */
  public boolean isOn() {
    return view().mode() instanceof ServiceView.Mode.Replicated(int replicas)
        ? replicas > 0
        : !service.isBarred();
  }
}
