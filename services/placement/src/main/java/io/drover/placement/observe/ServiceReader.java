package io.drover.placement.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.ServiceView;
import io.drover.core.model.ServiceView.Mode;
import io.drover.core.placement.Constraint;
import io.drover.core.placement.Platform;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PlacePolicy;
import io.drover.core.policy.PolicyParser;
import io.drover.engine.EngineReader;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.HostPort;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.Plugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One object of {@code GET /services} as a service of a plan.
 *
 * @param view the service
 * @param budgets what its labels take of the nodes' budgets
 * @param rules where its tasks can be
 * @param spec its task template
 */
record ServiceReader(
    ServiceView view, PlacePolicy budgets, PlanService.Rules rules, JsonNode spec) {
  private static final PlacePolicy NO_BUDGETS =
      new PlacePolicy(0, new Bandwidth(0), PlacePolicy.Rebalance.OFF);

  static ServiceReader of(JsonNode json, List<String> notes) {
    ServiceView view = EngineReader.service(json);
    JsonNode task = json.path("Spec").path("TaskTemplate");
    return new ServiceReader(
        view,
        budgets(view, notes),
        rules(view.name(), json.path("Spec"), notes),
        // Of all services at once the rest would be much.
        JsonNodeFactory.instance.objectNode().set("Resources", task.path("Resources")));
  }

  String id() {
    return view.id();
  }

  /** It as a service whose tasks can be placed; jobs run to an end and are not. */
  Optional<PlanService> plan() {
    Optional<Count> count =
        switch (view.mode()) {
          case Mode.Replicated(int replicas) -> Optional.of(new Count.Replicated(replicas));
          case Mode.Global global -> Optional.of(new Count.Global());
          case Mode.Other other -> Optional.empty();
        };
    return count.map(
        tasks ->
            new PlanService(
                view.name(),
                tasks,
                takes(spec),
                amounts(spec.path("Resources").path("Limits")),
                rules));
  }

  /** What a task of such a template takes of its node. */
  Amounts takes(JsonNode template) {
    return amounts(template.path("Resources").path("Reservations"))
        .withIops(budgets.iops())
        .with(budgets.bandwidth());
  }

  /** CPU, memory and generic resources of an Engine API object. */
  static Amounts amounts(JsonNode resources) {
    return Amounts.of(
            Cpu.ofNanos(Math.max(0, resources.path("NanoCPUs").asLong())),
            Bytes.of(Math.max(0, resources.path("MemoryBytes").asLong())))
        .withGeneric(GenericReader.read(resources.path("GenericResources")));
  }

  private static PlacePolicy budgets(ServiceView view, List<String> notes) {
    return switch (PolicyParser.parse(view)) {
      case Parsed.Governed governed -> governed.policy().place().orElse(NO_BUDGETS);
      case Parsed.Ungoverned ungoverned -> NO_BUDGETS;
      case Parsed.Rejected rejected -> {
        notes.add(view.name() + ": its labels are wrong, so its budgets are not counted");
        yield NO_BUDGETS;
      }
    };
  }

  private static PlanService.Rules rules(String name, JsonNode service, List<String> notes) {
    JsonNode task = service.path("TaskTemplate");
    JsonNode placement = task.path("Placement");
    List<String> spreadOver = new ArrayList<>();
    for (JsonNode preference : placement.path("Preferences")) {
      String descriptor = preference.path("Spread").path("SpreadDescriptor").asText("");
      if (!descriptor.isEmpty()) {
        spreadOver.add(descriptor);
      }
    }
    List<Platform> platforms = new ArrayList<>();
    for (JsonNode platform : placement.path("Platforms")) {
      platforms.add(
          new Platform(platform.path("OS").asText(""), platform.path("Architecture").asText("")));
    }
    return new PlanService.Rules(
        constraints(name, placement.path("Constraints"), notes),
        spreadOver,
        (int) Math.clamp(placement.path("MaxReplicas").asLong(), 0, Integer.MAX_VALUE),
        ports(service.path("EndpointSpec").path("Ports")),
        platforms,
        plugins(task));
  }

  /** Swarm checks them at the door; those it can't read it would heed none of. */
  private static List<Constraint> constraints(String name, JsonNode texts, List<String> notes) {
    List<Constraint> constraints = new ArrayList<>();
    for (JsonNode text : texts) {
      try {
        constraints.add(Constraint.parse(text.asText("")));
      } catch (MalformedValueException malformed) {
        notes.add(name + ": Swarm heeds none of its constraints: " + malformed.getMessage());
        return List.of();
      }
    }
    return constraints;
  }

  /** Ports that are published on the node itself. */
  static Set<HostPort> ports(JsonNode ports) {
    Set<HostPort> published = new HashSet<>();
    for (JsonNode port : ports) {
      int number = port.path("PublishedPort").asInt();
      if (port.path("PublishMode").asText("").equals("host") && number > 0) {
        published.add(new HostPort(number, port.path("Protocol").asText("tcp")));
      }
    }
    return published;
  }

  private static List<Plugin> plugins(JsonNode task) {
    List<Plugin> plugins = new ArrayList<>();
    for (JsonNode mount : task.path("ContainerSpec").path("Mounts")) {
      String driver = mount.path("VolumeOptions").path("DriverConfig").path("Name").asText("");
      boolean volume = mount.path("Type").asText("").equals("volume");
      if (volume && !driver.isEmpty() && !driver.equals("local")) {
        plugins.add(new Plugin("Volume", driver));
      }
    }
    String log = task.path("LogDriver").path("Name").asText("");
    if (!log.isEmpty() && !log.equals("none")) {
      plugins.add(new Plugin("Log", log));
    }
    return plugins;
  }
}
