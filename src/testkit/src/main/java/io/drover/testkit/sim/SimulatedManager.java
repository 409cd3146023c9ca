package io.drover.testkit.sim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.testkit.sim.Events.Subscription;
import io.drover.testkit.sim.Faults.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** One manager of a {@link SimulatedSwarm}: an Engine API on a free port of loopback. */
public final class SimulatedManager implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Routes routes;
  private final Events events;
  private final Faults faults = new Faults();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Subscription> streams = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final List<UnixDoor> doors = new CopyOnWriteArrayList<>();
  private volatile ApiRange versions = new ApiRange("1.24", "1.41");

  /** The versions that it speaks. */
  private record ApiRange(String oldest, String newest) {
    Optional<Reply> refusal(String asked) {
      if (asked.isEmpty()) {
        return Optional.empty();
      }
      if (minor(asked) > minor(newest)) {
        return Optional.of(
            Reply.error(
                400,
                "client version %s is too new. Maximum supported API version is %s"
                    .formatted(asked, newest)));
      }
      return minor(asked) < minor(oldest)
          ? Optional.of(
              Reply.error(
                  400,
                  "client version %s is too old. Minimum supported API version is %s"
                      .formatted(asked, oldest)))
          : Optional.empty();
    }

    private static int minor(String version) {
      return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }
  }

  SimulatedManager(Routes routes, Events events) {
    this.routes = routes;
    this.events = events;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Where it listens, as {@code DOCKER_HOST} has it: {@code tcp://127.0.0.1:port}. */
  public String dockerHost() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Listens on a Unix socket as well, as engines do, until it is closed; returns where, as {@code
   * DOCKER_HOST} has it.
   */
  public String listenOn(Path socket) {
    doors.add(new UnixDoor(socket, server.getAddress().getPort()));
    return "unix://" + socket;
  }

  /** What goes wrong here. */
  public Faults faults() {
    return faults;
  }

  /** Speaks these versions of the API from now on; at first 1.24 to 1.41, as Docker 20.10. */
  public void speaks(String oldest, String newest) {
    versions = new ApiRange(oldest, newest);
  }

  /** Answers nobody and ends all streams, until {@link #comeBack()}. */
  public void goAway() {
    faults.away(true);
    endStreams();
  }

  /** Answers again. */
  public void comeBack() {
    faults.away(false);
  }

  /** Ends every stream of events. */
  public void endStreams() {
    streams.forEach(Subscription::end);
  }

  /** How many streams of events are open. */
  public int streams() {
    return streams.size();
  }

  /** How many requests of this name arrived, for example {@code "GET /services"}. */
  public int requests(String name) {
    AtomicInteger count = requests.get(name);
    return count == null ? 0 : count.get();
  }

  /** How many requests of each name arrived. */
  public Map<String, Integer> requests() {
    Map<String, Integer> counts = new TreeMap<>();
    requests.forEach((name, count) -> counts.put(name, count.get()));
    return counts;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Request request = Request.of(exchange.getRequestMethod(), exchange.getRequestURI(), body);
    requests.computeIfAbsent(request.name(), name -> new AtomicInteger()).incrementAndGet();
    try {
      Thread.sleep(faults.latency());
      Optional<Fault> fault = faults.next(request.name());
      if (fault.isPresent()) {
        suffer(exchange, request, fault.get());
      } else {
        serve(exchange, request);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  /** To throw is how a handler ends its connection. */
  private void suffer(HttpExchange exchange, Request request, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case Fault.Refused(Reply reply) -> send(exchange, reply);
      case Fault.Dropped dropped -> throw new IOException("dropped");
      case Fault.AnswerLost lost -> {
        routes.answer(request);
        throw new IOException("answer lost");
      }
      case Fault.Overtaken overtaken -> {
        routes.overtake(request);
        serve(exchange, request);
      }
    }
  }

  private void serve(HttpExchange exchange, Request request)
      throws IOException, InterruptedException {
    Optional<Reply> refusal = versions.refusal(request.apiVersion());
    if (refusal.isPresent()) {
      send(exchange, refusal.get());
    } else if (request.shape().equals("GET events")) {
      stream(exchange, request.filters());
    } else if (request.shape().equals("GET version")) {
      send(exchange, version());
    } else {
      send(exchange, routes.answer(request));
    }
  }

  private Reply version() {
    ApiRange range = versions;
    return Reply.ok(
        Json.write(
            Json.object()
                .put("Version", "20.10.0-sim")
                .put("ApiVersion", range.newest())
                .put("MinAPIVersion", range.oldest())));
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Api-Version", versions.newest());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void stream(HttpExchange exchange, Filters filters)
      throws IOException, InterruptedException {
    Subscription subscription = events.subscribe(filters);
    streams.add(subscription);
    try {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.flush();
      for (var line = subscription.take(); line.isPresent(); line = subscription.take()) {
        out.write(line.get().getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      throw new IOException("stream ended");
    } finally {
      streams.remove(subscription);
      events.unsubscribe(subscription);
    }
  }

  /** Stops listening and ends every connection. */
  @Override
  public void close() {
    doors.forEach(UnixDoor::close);
    endStreams();
    threads.shutdownNow();
    server.stop(0);
  }
}
