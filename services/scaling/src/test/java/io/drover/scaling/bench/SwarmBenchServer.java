package io.drover.scaling.bench;

import com.sun.net.httpserver.HttpServer;
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
 * A Swarm for the scaling service to look after, in a process of its own: a manager, agents that
 * answer for all tasks, and a door for the bench. {@code GET /requests} tells the Engine API calls
 * so far, {@code GET /updated} how many services were changed; {@code POST /load/120} lets each
 * task use 120 millicores from now on.
 */
public final class SwarmBenchServer {
  private static final int NODES = 50;
  private static final int TASKS = 5;
  private static final long NODE_NANO_CPUS = 64_000_000_000L;
  private static final long NODE_BYTES = 256L << 30;
  private static final long RESERVED_NANO_CPUS = 100_000_000L;
  private static final long RESERVED_BYTES = 64L << 20;
  private static final long FRESH_NANOS = 500_000_000L;

  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final List<String> services = new ArrayList<>();
  private volatile long millicores = 50;
  private List<String> tasks = List.of();
  private long tasksReadAt = System.nanoTime() - FRESH_NANOS;

  private SwarmBenchServer(int count) {
    for (int node = 2; node <= NODES; node++) {
      swarm.addNode("node" + node, NODE_NANO_CPUS, NODE_BYTES, Map.of());
    }
    for (int i = 0; i < count; i++) {
      services.add(
          swarm.addService(
              ServiceSpec.named("stack" + i % NODES + "_service" + i)
                  .replicas(TASKS)
                  .reserving(RESERVED_NANO_CPUS, RESERVED_BYTES)
                  .label("drover.scale.min", "2")
                  .label("drover.scale.max", "20")
                  .label("drover.scale.cpu", "50%")
                  .label("drover.scale.memory", "80%")));
    }
  }

  /** Serves so many services, and says where, until it is ended. */
  public static void main(String[] args) throws IOException {
    SwarmBenchServer server = new SwarmBenchServer(Integer.parseInt(args[0]));
    List<String> agents = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      agents.add(server.agent(node));
    }
    System.out.println(
        "%s %s %s".formatted(server.door(), server.swarm.dockerHost(), String.join(",", agents)));
  }

  private String agent(int node) throws IOException {
    return serve("/v1/stats", path -> stats(node));
  }

  private String door() throws IOException {
    return serve(
        "/",
        path -> {
          if (path.startsWith("/load/")) {
            millicores = Long.parseLong(path.substring("/load/".length()));
            return "";
          }
          return path.equals("/updated") ? updated() : requests();
        });
  }

  private String updated() {
    return "" + services.stream().filter(id -> swarm.updates(id) > 0).count();
  }

  /** One line for each kind of call: how many, and what. */
  private String requests() {
    return swarm.manager().requests().entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private synchronized List<String> tasks() {
    if (System.nanoTime() - tasksReadAt >= FRESH_NANOS) {
      tasks = services.stream().flatMap(id -> swarm.tasks(id).stream()).toList();
      tasksReadAt = System.nanoTime();
    }
    return tasks;
  }

  private String stats(int node) {
    Instant now = Instant.now();
    List<String> all = tasks();
    StringBuilder body = new StringBuilder("{\"at\":\"" + now + "\",\"tasks\":[");
    for (int i = node; i < all.size(); i += NODES) {
      body.append(i == node ? "" : ",")
          .append("{\"taskId\":\"")
          .append(all.get(i))
          .append("\",\"sampledAt\":\"")
          .append(now)
          .append("\",\"window\":\"5s\",\"cpu\":{\"nanoCores\":")
          .append(millicores * 1_000_000)
          .append("},\"memory\":{\"workingSet\":")
          .append(RESERVED_BYTES / 2)
          .append("}}");
    }
    return body.append("]}").toString();
  }

  private interface Answer {
    String to(String path);
  }

  private static String serve(String path, Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        path,
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
