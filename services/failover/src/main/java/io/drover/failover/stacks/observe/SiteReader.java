package io.drover.failover.stacks.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the described stacks of a site through one of its managers. */
public final class SiteReader {
  private SiteReader() {}

  /** What is there of these stacks; unknown when any part of it could not be read. */
  public static Reading<SiteStacks> read(Engine engine, Set<String> stacks, InstantSource clock) {
    try {
      List<SiteService> services = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      // Services before tasks: a task that a service seen at 0 still had is then seen, too.
      for (RawJson json : engine.list("/services")) {
        ServiceView view = EngineReader.service(json.tree());
        if (view.stack().filter(stacks::contains).isPresent()) {
          RawJson spec = json.find("/Spec").orElseThrow(() -> noSpec(view));
          services.add(new SiteService(view, spec, isBarred(json.tree())));
          ids.add(view.id());
        }
      }
      List<TaskView> tasks = new ArrayList<>();
      for (RawJson json : engine.list("/tasks")) {
        TaskView task = EngineReader.task(json.tree());
        boolean described = ids.contains(task.serviceId()) || stacks.contains(stackOf(json.tree()));
        if (described && !isNowhere(json.tree())) {
          tasks.add(task);
        }
      }
      return Reading.known(new SiteStacks(services, tasks), clock.instant());
    } catch (EngineException | IllegalStateException e) {
      return Reading.unknown("its engine could not be read: " + e.getMessage());
    }
  }

  private static IllegalStateException noSpec(ServiceView view) {
    return new IllegalStateException("service " + view.name() + " came without a spec");
  }

  private static boolean isBarred(JsonNode service) {
    return isBarred(service, "/Spec/TaskTemplate/Placement/Constraints");
  }

  /** A job that is barred gets a task that waits for ever for a node that there is not. */
  private static boolean isNowhere(JsonNode task) {
    return task.path("NodeID").asText("").isEmpty()
        && isBarred(task, "/Spec/Placement/Constraints");
  }

  private static boolean isBarred(JsonNode json, String constraints) {
    for (JsonNode constraint : json.at(constraints)) {
      if (constraint.asText().equals(SiteService.NOWHERE)) {
        return true;
      }
    }
    return false;
  }

  /** {@code docker stack deploy} labels containers, too; their tasks outlive a removed service. */
  private static String stackOf(JsonNode task) {
    return task.at("/Spec/ContainerSpec/Labels").path(ServiceView.STACK_LABEL).asText("");
  }
}
