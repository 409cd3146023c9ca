package io.drover.core.quota;

import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.TaskBounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What LimitRanges make of a task's amounts, by the rules of Kubernetes' LimitRanger: first what is
 * missing is filled in, then the whole is held against the bounds.
 */
public final class LimitRules {
  private LimitRules() {}

  /**
   * The amounts with what is missing filled in: a reservation becomes the declared limit where
   * there is one, else the default reservation; a limit the default limit. Nothing declared is
   * changed, and of a resource that no LimitRange names nothing is filled in. Where a default limit
   * is below a declared reservation, {@link #violations} says so: such amounts are not to be
   * applied.
   *
   * @param declared what the service's spec says
   * @param ranges the stack's LimitRanges; of several defaults the first by name counts
   */
  public static Allotment filled(Allotment declared, List<StackLimits> ranges) {
    Allotment filled = declared;
    for (LimitedResource resource : LimitedResource.values()) {
      List<TaskBounds> named =
          tasks(ranges).stream().filter(bounds -> names(resource, bounds)).toList();
      if (!named.isEmpty()) {
        filled = filled(filled, resource, named);
      }
    }
    return filled;
  }

  private static Allotment filled(
      Allotment declared, LimitedResource resource, List<TaskBounds> ranges) {
    Resources reservations = declared.reservations();
    Resources limits = declared.limits();
    if (resource.isReserved()) {
      if (resource.of(reservations).isEmpty()) {
        reservations = resource.copy(limits, reservations);
      }
      for (TaskBounds range : ranges) {
        if (resource.of(reservations).isEmpty()) {
          reservations = resource.copy(range.requests(), reservations);
        }
      }
    }
    for (TaskBounds range : ranges) {
      if (resource.of(limits).isEmpty()) {
        limits = resource.copy(range.limits(), limits);
      }
    }
    return new Allotment(reservations, limits);
  }

  /**
   * What is wrong with a task's amounts, each with the bound that it breaks; empty when all is
   * well.
   *
   * @param given what the task has once what is missing is {@link #filled} in
   */
  public static List<Reason> violations(Allotment given, List<StackLimits> ranges) {
    List<Reason> violations = new ArrayList<>();
    for (LimitedResource resource : LimitedResource.values()) {
      BoundedAmount amounts = new BoundedAmount(resource, given);
      boolean named = false;
      for (TaskBounds bounds : tasks(ranges)) {
        named |= names(resource, bounds);
        amounts.belowMin(bounds, violations);
        amounts.aboveMax(bounds, violations);
        amounts.aboveRatio(bounds, violations);
      }
      if (named) {
        amounts.requestAboveLimit(violations);
      }
    }
    return violations.stream().distinct().toList();
  }

  private static List<TaskBounds> tasks(List<StackLimits> ranges) {
    return ranges.stream()
        .sorted(Comparator.comparing(StackLimits::name))
        .flatMap(range -> range.tasks().stream())
        .toList();
  }

  private static boolean names(LimitedResource resource, TaskBounds bounds) {
    return resource.of(bounds.limits()).isPresent()
        || resource.of(bounds.requests()).isPresent()
        || resource.of(bounds.min()).isPresent()
        || resource.of(bounds.max()).isPresent()
        || resource.kind().map(bounds.ratios()::containsKey).orElse(false);
  }
}
