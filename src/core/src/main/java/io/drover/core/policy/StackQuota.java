package io.drover.core.policy;

import io.drover.core.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A ResourceQuota: what all of a stack together may have. A stack may have several; all hold.
 *
 * @param stack the stack
 * @param name the ResourceQuota's name
 * @param hard the most of each resource that it names
 * @param strict whether a change from outside that breaks it is taken back, whichever service of
 *     the stack it is
 * @param passedOver the resources that it names and a Swarm does not have
 */
public record StackQuota(
    String stack,
    String name,
    Map<QuotaResource, Quantity> hard,
    boolean strict,
    List<String> passedOver) {

  public StackQuota {
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(name, "name");
    hard = Map.copyOf(hard);
    passedOver = List.copyOf(passedOver);
  }
}
