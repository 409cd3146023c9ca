package io.drover.core.quota;

import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaUse.Line;
import io.drover.core.quota.QuotaUse.Part;
import io.drover.core.quota.QuotaUse.State;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what a stack has of what a quota names, by what the services' specs ask for: tasks that
 * come and go make no difference. The largest number of tasks that fits is {@link QuotaRoom}'s.
 */
public final class QuotaRules {
  private QuotaRules() {}

  /** How a quota is used. */
  public static QuotaUse use(StackQuota quota, StackFacts facts) {
    return new QuotaUse(
        quota,
        quota.hard().entrySet().stream()
            .map(hard -> line(hard.getKey(), hard.getValue(), facts))
            .sorted(Comparator.comparing(Line::resource))
            .toList());
  }

  /** How all of a stack's quotas are used. */
  public static List<QuotaUse> use(List<StackQuota> quotas, StackFacts facts) {
    return quotas.stream()
        .sorted(Comparator.comparing(StackQuota::name))
        .map(quota -> use(quota, facts))
        .toList();
  }

  /**
   * What one service takes of a resource; of what is not shared out to services it takes nothing.
   */
  public static Part part(StackService service, QuotaResource resource, StackFacts facts) {
    return switch (resource) {
      case SERVICES -> part(service, resource, BigDecimal.ONE, BigDecimal.ZERO, true);
      case VOLUMES ->
          part(
              service,
              resource,
              BigDecimal.valueOf(service.volumes().size()),
              BigDecimal.ZERO,
              true);
      case SECRETS, CONFIGS, STORAGE ->
          part(service, resource, BigDecimal.ZERO, BigDecimal.ZERO, true);
      case REQUESTS_CPU, REQUESTS_MEMORY, LIMITS_CPU, LIMITS_MEMORY, LIMITS_PIDS, TASKS -> {
        Optional<BigDecimal> each = TaskShare.of(service, resource, facts.limits());
        BigDecimal amount = each.orElse(BigDecimal.ZERO);
        yield part(
            service,
            resource,
            amount.multiply(BigDecimal.valueOf(service.tasks())),
            amount.multiply(BigDecimal.valueOf(service.surging())),
            each.isPresent());
      }
    };
  }

  private static Part part(
      StackService service,
      QuotaResource resource,
      BigDecimal used,
      BigDecimal surge,
      boolean declared) {
    return new Part(
        service.service().id(),
        service.service().name(),
        resource.amount(used),
        resource.amount(surge),
        declared);
  }

  private static Line line(QuotaResource resource, Quantity hard, StackFacts facts) {
    List<Part> parts =
        facts.services().stream()
            .map(service -> part(service, resource, facts))
            .filter(part -> part.used().amount().signum() > 0 || !part.declared())
            .sorted(Comparator.comparing(Part::service))
            .toList();
    BigDecimal used = BigDecimal.ZERO;
    BigDecimal surge = BigDecimal.ZERO;
    for (Part part : parts) {
      used = used.add(part.used().amount());
      surge = surge.add(part.surge().amount());
    }
    Reading<Quantity> reading =
        switch (resource) {
          case SECRETS, CONFIGS, STORAGE ->
              facts
                  .counted()
                  .getOrDefault(resource, Reading.unknown(resource.key() + " is not looked at"));
          case VOLUMES -> Reading.known(resource.amount(volumes(facts)), facts.at());
          case REQUESTS_CPU,
              REQUESTS_MEMORY,
              LIMITS_CPU,
              LIMITS_MEMORY,
              LIMITS_PIDS,
              TASKS,
              SERVICES ->
              Reading.known(resource.amount(used), facts.at());
        };
    return new Line(resource, hard, reading, resource.amount(surge), parts);
  }

  /** A volume that several services mount is one. */
  private static BigDecimal volumes(StackFacts facts) {
    Set<String> names = new HashSet<>();
    facts.services().forEach(service -> names.addAll(service.volumes()));
    return BigDecimal.valueOf(names.size());
  }

  /** The resources, of all quotas, of which there is more than there may be. */
  public static List<Line> exceeded(List<StackQuota> quotas, StackFacts facts) {
    return use(quotas, facts).stream().flatMap(use -> use.exceeded().stream()).toList();
  }

  /**
   * The resources of which a service would take more than it does now, and more than there is room
   * for with updates under way.
   *
   * @param becomes the service as it would be
   */
  public static List<Line> overdrawn(
      List<StackQuota> quotas, StackFacts facts, StackService becomes) {
    StackFacts after = facts.with(becomes);
    return use(quotas, after).stream()
        .flatMap(use -> use.lines().stream())
        .filter(line -> line.state() == State.EXCEEDED || line.state() == State.TIGHT)
        .filter(line -> takes(becomes, line, after).compareTo(taken(becomes, line, facts)) > 0)
        .toList();
  }

  private static Quantity takes(StackService service, Line line, StackFacts facts) {
    return part(service, line.resource(), facts).used();
  }

  private static Quantity taken(StackService service, Line line, StackFacts facts) {
    return facts.services().stream()
        .filter(one -> one.service().id().equals(service.service().id()))
        .map(one -> takes(one, line, facts))
        .findFirst()
        .orElse(Quantity.of(0));
  }
}
