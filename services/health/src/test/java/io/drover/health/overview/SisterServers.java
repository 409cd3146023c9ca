package io.drover.health.overview;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A scaling and a placement service of this test's, and names of others that there are not. */
public final class SisterServers implements QuarkusTestResourceLifecycleManager {

  static final String TOKEN = "token-that-the-sisters-take";

  /** One service; what it answers is the test's to say. */
  static final class Server {
    private final HttpServer server;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile boolean hangs;
    volatile String body = answer("");

    Server() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/v1/status",
          exchange -> {
            asked.incrementAndGet();
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            if (hangs) {
              try {
                ended.await();
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    static String answer(String missing) {
      return """
          {"instance":"it-1","mode":"enforce","pause":{"paused":true,"until":"2026-01-01T13:00:00Z"},
           "loops":[],"leases":[{"name":"it","holder":"it-1","mine":true}],"dependencies":[],
           "missing":[%s]}"""
          .formatted(missing.isEmpty() ? "" : "\"" + missing + "\"");
    }

    int asked() {
      return asked.get();
    }

    List<String> tokens() {
      return tokens;
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void close() {
      ended.countDown();
      server.stop(0);
    }
  }

  /** Both. */
  record Pair(Server scaling, Server placement) {}

  private Pair servers;

  @Override
  public Map<String, String> start() {
    Path token;
    try {
      servers = new Pair(new Server(), new Server());
      token = Files.createTempFile(Path.of("target"), "drover-overview", ".token");
      token.toFile().deleteOnExit();
      Files.writeString(token, TOKEN + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "drover.overview.scaling",
        servers.scaling().address(),
        "drover.overview.placement",
        servers.placement().address(),
        "drover.overview.backup",
        "http://backup:9484",
        "drover.overview.token-file",
        token.toString(),
        "drover.overview.timeout",
        "1s",
        "drover.overview.rest",
        "1s");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(servers, new TestInjector.MatchesType(Pair.class));
  }

  @Override
  public void stop() {
    servers.scaling().close();
    servers.placement().close();
  }
}
