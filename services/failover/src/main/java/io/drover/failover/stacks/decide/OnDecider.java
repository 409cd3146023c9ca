package io.drover.failover.stacks.decide;

import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides the next step of turning a site's stacks on: stack by stack, service by service as
 * described, those that are not named in a stack's order together after the others.
 */
public final class OnDecider {
  private OnDecider() {}

  /**
   * The next step. Nothing starts while anything that is needed for the whole is unclear: half an
   * application that serves is worse than a clear refusal.
   *
   * @param seen what is there
   * @param standby what tells the counts
   * @param described the stacks, in the order in which they start
   */
  public static Step decide(
      SiteStacks seen, SiteStacks standby, List<Description.Stack> described) {
    Map<String, SiteService> here = byName(seen);
    Map<String, Integer> counts = counts(standby);
    List<String> problems = new ArrayList<>();
    List<List<SiteService>> groups = new ArrayList<>();
    for (Description.Stack stack : described) {
      groups.addAll(groups(stack, here, problems));
    }
    groups.stream()
        .flatMap(List::stream)
        .filter(service -> isReplicated(service) && !counts.containsKey(service.view().name()))
        .forEach(
            service ->
                problems.add(
                    "%s has no valid label %s at the stand-by"
                        .formatted(service.view().name(), SiteService.REPLICAS)));
    if (!problems.isEmpty()) {
      return Step.failed(String.join("; ", problems));
    }
    for (List<SiteService> group : groups) {
      List<Write> writes =
          group.stream()
              .filter(service -> isToBeStarted(service, counts))
              .map(service -> start(service, counts))
              .toList();
      String waitsFor =
          group.stream()
              .filter(service -> isToBeStarted(service, counts) || !isUp(service, seen))
              .map(service -> service.view().name() + running(service, seen))
              .collect(Collectors.joining(", "));
      if (!waitsFor.isEmpty()) {
        return new Step(writes, new SwitchResult.Waiting("services to come up: " + waitsFor));
      }
    }
    return Step.done("all services are up");
  }

  private static List<List<SiteService>> groups(
      Description.Stack stack, Map<String, SiteService> here, List<String> problems) {
    List<SiteService> rest =
        new ArrayList<>(
            here.values().stream()
                .filter(service -> service.view().stack().equals(Optional.of(stack.name())))
                .sorted(Comparator.comparing(service -> service.view().name()))
                .toList());
    if (rest.isEmpty()) {
      problems.add("no service of stack %s is there".formatted(stack.name()));
      return List.of();
    }
    List<List<SiteService>> groups = new ArrayList<>();
    for (String name : stack.order()) {
      String full = stack.name() + "_" + name;
      List<SiteService> named =
          rest.stream().filter(service -> service.view().name().equals(full)).toList();
      if (named.isEmpty()) {
        problems.add("service %s is not there".formatted(full));
      }
      groups.add(named);
      rest.removeAll(named);
    }
    groups.add(rest);
    return groups;
  }

  private static boolean isToBeStarted(SiteService service, Map<String, Integer> counts) {
    if (service.label(SiteService.OFF).isPresent() || service.isBarred()) {
      return true;
    }
    // Another count than the label's is the autoscaler's, once the service is on.
    return service.view().mode() instanceof ServiceView.Mode.Replicated(int replicas)
        && replicas == 0
        && counts.get(service.view().name()) > 0;
  }

  private static Write start(SiteService service, Map<String, Integer> counts) {
    return isReplicated(service)
        ? new Write.OnWith(service, counts.get(service.view().name()))
        : new Write.On(service);
  }

  /** Swarm calls a task running only once its health check, if there is one, has passed. */
  private static boolean isUp(SiteService service, SiteStacks seen) {
    List<TaskView> tasks = seen.tasksOf(service);
    long running = tasks.stream().filter(TaskView::isRunning).count();
    return switch (service.view().mode()) {
      case ServiceView.Mode.Replicated(int replicas) -> running >= replicas;
      case ServiceView.Mode.Global global ->
          running > 0 && running == tasks.stream().filter(TaskView::isWanted).count();
      // A job ends by itself; how long it takes says nothing about whether the stack serves.
      case ServiceView.Mode.Other other -> true;
    };
  }

  private static String running(SiteService service, SiteStacks seen) {
    long running = seen.tasksOf(service).stream().filter(TaskView::isRunning).count();
    return " (%d running)".formatted(running);
  }

  private static boolean isReplicated(SiteService service) {
    return service.view().mode() instanceof ServiceView.Mode.Replicated;
  }

  private static Map<String, SiteService> byName(SiteStacks stacks) {
    return stacks.services().stream()
        .collect(Collectors.toMap(service -> service.view().name(), Function.identity()));
  }

  private static Map<String, Integer> counts(SiteStacks standby) {
    Map<String, Integer> counts = new HashMap<>();
    for (SiteService service : standby.services()) {
      count(service).ifPresent(count -> counts.put(service.view().name(), count));
    }
    return counts;
  }

  private static OptionalInt count(SiteService service) {
    try {
      int count = Integer.parseInt(service.label(SiteService.REPLICAS).orElse(""));
      return count < 0 ? OptionalInt.empty() : OptionalInt.of(count);
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
