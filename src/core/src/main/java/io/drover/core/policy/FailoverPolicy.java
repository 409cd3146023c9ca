package io.drover.core.policy;

import java.util.Objects;

/**
 * What moves when a site dies.
 *
 * @param record the DNS name that then points to the other site
 */
public record FailoverPolicy(String record) implements Concern {
  public FailoverPolicy {
    Objects.requireNonNull(record, "record");
  }
}
