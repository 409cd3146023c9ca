package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanService.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a plan is made of. Nodes that are equally good are taken in their order here; services are
 * placed in theirs, global ones first.
 *
 * @param nodes the nodes
 * @param services the services, standing tasks included in their counts
 * @param standing tasks that are on nodes already
 */
public record PlanInput(
    List<PlanNode> nodes, List<PlanService> services, List<StandingTask> standing) {
  public PlanInput {
    nodes = List.copyOf(nodes);
    services = List.copyOf(services);
    standing = List.copyOf(standing);
    distinct(nodes, PlanNode::name);
    distinct(services, PlanService::name);
  }

  private static <T> void distinct(List<T> all, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (T one : all) {
      if (!seen.add(name.apply(one))) {
        throw new IllegalArgumentException("two are called " + name.apply(one));
      }
    }
  }

  /** The same without these nodes, by name or id; what stands on them has to go elsewhere. */
  public PlanInput without(Collection<String> lost) {
    return new PlanInput(
        nodes.stream().filter(node -> lost.stream().noneMatch(node::isCalled)).toList(),
        services,
        standing);
  }

  /** The same with other counts of tasks, by service; a global service keeps its own. */
  public PlanInput scaled(Map<String, Integer> replicas) {
    return new PlanInput(
        nodes,
        services.stream()
            .map(
                service ->
                    replicas.containsKey(service.name())
                            && service.count() instanceof Count.Replicated
                        ? service.counting(new Count.Replicated(replicas.get(service.name())))
                        : service)
            .toList(),
        standing);
  }

  /** The same with one node more, in the last place. */
  public PlanInput with(PlanNode node) {
    List<PlanNode> more = new ArrayList<>(nodes);
    more.add(node);
    return new PlanInput(more, services, standing);
  }

  /** The same with one service more, in the last place. */
  public PlanInput with(PlanService service) {
    List<PlanService> more = new ArrayList<>(services);
    more.add(service);
    return new PlanInput(nodes, more, standing);
  }
}
