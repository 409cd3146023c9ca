import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands in for the MediaNest application: answers /health, and makes load on request, so that
 * scaling can be seen. GET only, on port 3000 or the one in PORT.
 *
 * <ul>
 *   <li>{@code /} says hello, with the host's name
 *   <li>{@code /health} is 200 "ok", and 503 once it was told to end
 *   <li>{@code /burn?ms=200} uses one core for 200 ms of CPU time, then answers
 *   <li>{@code /memory?mb=300&s=60} answers as soon as it holds 300 MB; holds them for 60 s
 * </ul>
 */
public final class MediaNestApp {
  private static final int MEGABYTE = 1 << 20;
  /** How many burn at the same time; a task has a limited number of threads. */
  private static final int BURNERS = 32;
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ExecutorService burners =
      Executors.newFixedThreadPool(BURNERS, Thread.ofPlatform().daemon().factory());
  private final Phaser inFlight = new Phaser(1);
  private final String host = InetAddress.getLocalHost().getHostName();
  private volatile boolean ending;

  private MediaNestApp() throws IOException {}

  /** Serves until SIGTERM, then finishes what was begun. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
    MediaNestApp app = new MediaNestApp();
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", app::handle);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> app.end(server)));
    server.start();
    System.out.println("listening on port " + port);
  }

  private void end(HttpServer server) {
    ending = true;
    int phase = inFlight.arrive();
    try {
      inFlight.awaitAdvanceInterruptibly(phase, LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      System.out.println("ended with requests unanswered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    inFlight.register();
    try {
      Answer answer = answer(exchange);
      byte[] body = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    } finally {
      exchange.close();
      inFlight.arriveAndDeregister();
    }
  }

  private record Answer(int status, String text) {}

  private Answer answer(HttpExchange exchange) {
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return new Answer(405, "only GET");
    }
    String query = exchange.getRequestURI().getRawQuery();
    try {
      return switch (exchange.getRequestURI().getPath()) {
        case "/" -> new Answer(200, "hello from " + host);
        case "/health" -> ending ? new Answer(503, "ending") : new Answer(200, "ok");
        case "/burn" -> burn(parameter(query, "ms", 200, 60_000));
        case "/memory" -> hold(parameter(query, "mb", 100, 65_536), parameter(query, "s", 60, 3600));
        default -> new Answer(404, "there are /, /health, /burn?ms=200 and /memory?mb=300&s=60");
      };
    } catch (IllegalArgumentException e) {
      return new Answer(400, e.getMessage());
    }
  }

  private static int parameter(String query, String name, int otherwise, int largest) {
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        String value = pair.substring(name.length() + 1);
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > largest) {
          throw new IllegalArgumentException(name + ": expected 0 to " + largest + ", got " + value);
        }
        return Integer.parseInt(value);
      }
    }
    return otherwise;
  }

  /** Burns on a platform thread, because CPU time isn't told for virtual ones. */
  private Answer burn(int milliseconds) {
    try {
      burners.submit(() -> useCpu(TimeUnit.MILLISECONDS.toNanos(milliseconds))).get();
      return new Answer(200, "burnt " + milliseconds + " ms on " + host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(503, "ending");
    } catch (ExecutionException e) {
      return new Answer(500, String.valueOf(e.getCause()));
    }
  }

  private void useCpu(long nanoseconds) {
    long end = threads.getCurrentThreadCpuTime() + nanoseconds;
    long noise = end;
    while (threads.getCurrentThreadCpuTime() < end) {
      for (int i = 0; i < 20_000; i++) {
        noise = noise * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      }
      sink = noise;
    }
  }

  /** Where results go, so that the compiler can't leave the work out. */
  private volatile long sink;

  private Answer hold(int megabytes, int seconds) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    List<byte[]> held = new ArrayList<>();
    try {
      for (int i = 0; (long) megabytes * MEGABYTE < free && i < megabytes; i++) {
        held.add(touched());
      }
    } catch (OutOfMemoryError e) {
      // others took it meanwhile
      held.clear();
      System.gc();
    }
    if (held.size() < megabytes) {
      return new Answer(507, "can't hold " + megabytes + " MB, " + free / MEGABYTE + " MB were free");
    }
    Thread.startVirtualThread(() -> letGo(held, seconds));
    return new Answer(200, "holding " + megabytes + " MB for " + seconds + " s on " + host);
  }

  /** One byte in each page, because untouched memory isn't used memory. */
  private static byte[] touched() {
    byte[] block = new byte[MEGABYTE - 16];
    for (int at = 0; at < block.length; at += 4096) {
      block[at] = 1;
    }
    return block;
  }

  private static void letGo(List<byte[]> held, int seconds) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    held.clear();
    // only a collection gives the pages back to the system
    System.gc();
  }
}
