package io.drover.health.bench;

import com.sun.net.httpserver.HttpServer;
import io.drover.engine.DockerEngine;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A Swarm for the health service to look at, in a process of its own: a manager, agents that answer
 * for all nodes and tasks, and a door for the bench. {@code GET /requests} tells the Engine API
 * calls so far; {@code POST /break/7} lets one task each of so many services be refused.
 */
public final class HealthBenchServer {
  private static final int NODES = 50;
  private static final int TASKS = 10;
  private static final long NODE_NANO_CPUS = 64_000_000_000L;
  private static final long NODE_BYTES = 256L << 30;
  private static final long RESERVED_NANO_CPUS = 100_000_000L;
  private static final long RESERVED_BYTES = 64L << 20;

  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final Map<String, String> services;
  private final List<String[]> tasks = new ArrayList<>();

  private HealthBenchServer(int count) {
    for (int node = 2; node <= NODES; node++) {
      swarm.addNode("node" + node, NODE_NANO_CPUS, NODE_BYTES, Map.of());
    }
    services = new java.util.LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = "stack" + i % NODES + "_service" + i;
      String id =
          swarm.addService(
              ServiceSpec.named(name)
                  .replicas(TASKS)
                  .reserving(RESERVED_NANO_CPUS, RESERVED_BYTES)
                  .label("drover.heal", "auto"));
      services.put(id, name);
      swarm.tasks(id).forEach(task -> tasks.add(new String[] {task, id, name}));
    }
  }

  /** Serves so many services, and says where, until it is ended. */
  public static void main(String[] args) throws IOException {
    HealthBenchServer server = new HealthBenchServer(Integer.parseInt(args[0]));
    List<String> nodes;
    try (DockerEngine engine =
        DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", server.swarm.dockerHost()))) {
      nodes = engine.list("/nodes").stream().map(one -> one.tree().path("ID").asText()).toList();
    }
    List<String> agents = new ArrayList<>();
    for (int node = 0; node < nodes.size(); node++) {
      agents.add(server.agent(node, nodes.get(node)));
    }
    System.out.println(
        "%s %s %s".formatted(server.door(), server.swarm.dockerHost(), String.join(",", agents)));
  }

  private String agent(int node, String id) throws IOException {
    return serve(path -> path.equals("/v1/stats") ? stats(node) : pressure(id));
  }

  private String door() throws IOException {
    return serve(
        path -> {
          if (!path.startsWith("/break/")) {
            return requests();
          }
          services.keySet().stream()
              .limit(Long.parseLong(path.substring("/break/".length())))
              .forEach(id -> swarm.taskEnters(swarm.tasks(id).getFirst(), "rejected"));
          return "";
        });
  }

  /** One line for each kind of call: how many, and what. */
  private String requests() {
    return swarm.manager().requests().entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private static String pressure(String id) {
    return """
        {"node":{"id":"%s","hostname":"%s"},"memory":{"total":1000,"available":500},
         "processes":{"current":100,"limit":1000},"disks":[{"path":"/","total":1000,"available":500}],
         "at":"%s"}"""
        .formatted(id, id, Instant.now());
  }

  private String stats(int node) {
    StringBuilder body =
        new StringBuilder("{\"node\":{\"hostname\":\"node" + node + "\"},\"tasks\":[");
    for (int i = node; i < tasks.size(); i += NODES) {
      String[] task = tasks.get(i);
      body.append(i == node ? "" : ",")
          .append("{\"taskId\":\"%s\",\"serviceId\":\"%s\",".formatted(task[0], task[1]))
          .append("\"service\":\"%s\",\"name\":\"%s.%d\",".formatted(task[2], task[2], i))
          .append("\"cpu\":{\"nanoCores\":50000000,\"quotaNanoCores\":200000000},")
          .append("\"memory\":{\"workingSet\":33554432,\"limit\":134217728}}");
    }
    return body.append("]}").toString();
  }

  private interface Answer {
    String to(String path);
  }

  private static String serve(Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              answer.to(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
