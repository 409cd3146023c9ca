package io.drover.failover;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Entry points and witnesses on loopback. */
final class Neighbours implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<HttpServer> entries = new ArrayList<>();
  private final Set<Integer> cutFromWitnesses = ConcurrentHashMap.newKeySet();

  /** An entry point that is up. */
  int entry() throws IOException {
    HttpServer entry = entry(0);
    entries.add(entry);
    return entry.getAddress().getPort();
  }

  private HttpServer entry(int port) throws IOException {
    HttpServer server = server(port);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** Answers as an agent does, of all entry points: up, but for those that died for witnesses. */
  int witness() throws IOException {
    HttpServer server = server(0);
    server.createContext(
        "/v1/probe",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer =
              entries.stream()
                  .map(entry -> cutFromWitnesses.contains(entry.getAddress().getPort()))
                  .map(cut -> cut ? "DOWN" : "UP")
                  .map("{\"sight\": \"%s\", \"why\": \"\"}"::formatted)
                  .collect(Collectors.joining(", ", "{\"results\": [", "]}"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server.getAddress().getPort();
  }

  private HttpServer server(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    servers.add(server);
    return server;
  }

  /** Down for everybody. */
  void die(int port) {
    cutFromWitnesses.add(port);
    cutFromHere(port);
  }

  /** Down for the watcher only. */
  void cutFromHere(int port) {
    entries.stream()
        .filter(entry -> entry.getAddress().getPort() == port)
        .forEach(entry -> entry.stop(0));
  }

  /** Up for everybody again. */
  void revive(int port) throws IOException {
    cutFromWitnesses.remove(port);
    entry(port);
  }

  /** Nobody answers any more, witnesses included. */
  void allFallSilent() {
    close();
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
