package io.drover.testkit.sim;

import java.util.List;
import java.util.Optional;

/** Which request does what. */
final class Routes {
  private final Services services;
  private final Tasks tasks;
  private final Nodes nodes;
  private final Configs configs;
  private final Containers containers;

  Routes(Services services, Tasks tasks, Nodes nodes, Configs configs, Containers containers) {
    this.services = services;
    this.tasks = tasks;
    this.nodes = nodes;
    this.configs = configs;
    this.containers = containers;
  }

  Reply answer(Request request) {
    List<String> parts = request.parts();
    try {
      return switch (parts.isEmpty() ? "" : parts.getFirst()) {
        case "_ping" -> Reply.ok("OK");
        case "info" -> info();
        case "services" -> ofServices(request);
        case "configs" -> ofConfigs(request);
        case "containers" -> ofContainers(request);
        case "tasks" -> parts.size() == 1 ? tasks.list(request.filters()) : unknown();
        case "nodes" -> ofNodes(request);
        // There are none of these here; that is an answer, too.
        case "networks", "secrets" ->
            request.method().equals("GET") && parts.size() == 1 ? Reply.ok("[]") : unknown();
        default -> unknown();
      };
    } catch (IllegalArgumentException e) {
      return Reply.error(400, String.valueOf(e.getMessage()));
    }
  }

  /** Somebody else changes the object that an update is about. */
  void overtake(Request request) {
    List<String> parts = request.parts();
    if (parts.size() > 1 && parts.getFirst().equals("services")) {
      services.touch(parts.get(1), Optional.empty());
    } else if (parts.size() > 1 && parts.getFirst().equals("configs")) {
      configs.bump(parts.get(1));
    }
  }

  private Reply info() {
    var info = Json.object().put("Name", "sim");
    info.putObject("Swarm")
        .put("LocalNodeState", "active")
        .put("ControlAvailable", true)
        .put("Nodes", nodes.documents().size());
    return Reply.ok(Json.write(info));
  }

  private Reply ofServices(Request request) {
    List<String> parts = request.parts();
    return switch (request.shape()) {
      case "GET services" -> services.list(request.filters());
      case "GET services *" -> services.inspect(parts.get(1));
      case "DELETE services *" -> services.remove(parts.get(1));
      case "POST services create" -> services.create(request.body());
      case "POST services * update" ->
          services.update(parts.get(1), request.version(), request.body());
      default -> unknown();
    };
  }

  private Reply ofNodes(Request request) {
    List<String> parts = request.parts();
    return switch (request.shape()) {
      case "GET nodes" -> Reply.ok("[" + String.join(",", nodes.documents()) + "]");
      case "GET nodes *" -> nodes.inspect(parts.get(1));
      case "POST nodes * update" -> nodes.update(parts.get(1), request.version(), request.body());
      default -> unknown();
    };
  }

  private Reply ofContainers(Request request) {
    List<String> parts = request.parts();
    return switch (request.method() + " " + (parts.size() == 3 ? parts.get(2) : parts.getLast())) {
      case "GET json" ->
          parts.size() == 3 ? containers.inspect(parts.get(1)) : containers.list(request.filters());
      case "POST update" -> containers.update(parts.get(1), request.body());
      default -> unknown();
    };
  }

  private Reply ofConfigs(Request request) {
    List<String> parts = request.parts();
    return switch (request.shape()) {
      case "GET configs" -> configs.list(request.filters());
      case "GET configs *" -> configs.inspect(parts.get(1));
      case "DELETE configs *" -> configs.remove(parts.get(1));
      case "POST configs create" -> configs.create(request.body());
      case "POST configs * update" ->
          configs.update(parts.get(1), request.version(), request.body());
      default -> unknown();
    };
  }

  private static Reply unknown() {
    return Reply.error(404, "page not found");
  }
}
