package io.drover.core.policy;

import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import java.util.Objects;

/**
 * What the tasks of a service are documented to have, which its spec and the running containers are
 * held to.
 *
 * @param documented what is absent is not documented here; at least one amount
 */
public record LimitsPolicy(Allotment documented) implements Concern {
  public LimitsPolicy {
    Objects.requireNonNull(documented, "documented");
    if (documented.equals(new Allotment(Resources.NONE, Resources.NONE))) {
      throw new IllegalArgumentException("documented limits need an amount");
    }
  }
}
