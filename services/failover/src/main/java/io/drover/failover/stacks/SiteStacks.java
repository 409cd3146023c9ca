package io.drover.failover.stacks;

import io.drover.core.model.TaskView;
import java.util.List;

/**
 * The described stacks of one site at one moment.
 *
 * @param services of these stacks
 * @param tasks of these services, and those that still bear a stack's label though their service is
 *     gone
 */
public record SiteStacks(List<SiteService> services, List<TaskView> tasks) {
  public SiteStacks {
    services = List.copyOf(services);
    tasks = List.copyOf(tasks);
  }

  /** The tasks of one service. */
  public List<TaskView> tasksOf(SiteService service) {
    return tasks.stream().filter(task -> task.serviceId().equals(service.view().id())).toList();
  }
}
