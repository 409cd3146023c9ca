package io.drover.agent.act.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.mover.Mover;
import io.drover.engine.RawJson;
import io.drover.engine.StreamFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine as far as movers need one: containers are made, attached, started, inspected and
 * removed; what a container does is a script of the test.
 */
final class FakeEngine implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Script script;
  private final AtomicInteger numbers = new AtomicInteger();
  private final CountDownLatch started = new CountDownLatch(1);
  final Map<String, JsonNode> containers = new ConcurrentHashMap<>();
  volatile boolean failsToRemove;

  FakeEngine(Script script) throws IOException {
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** What a container does with its streams; it ends when this returns. */
  interface Script {
    void run(InputStream in, Frames out) throws IOException;
  }

  /** A container's outputs. */
  record Frames(OutputStream out) {
    void content(byte[] bytes) throws IOException {
      frame(StreamFrames.OUTPUT, bytes);
    }

    void line(String text) throws IOException {
      frame(StreamFrames.ERRORS, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void ready() throws IOException {
      line(Mover.READY);
    }

    private void frame(int stream, byte[] bytes) throws IOException {
      out.write(StreamFrames.head(stream, bytes.length));
      out.write(bytes);
      out.flush();
    }
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      String[] request = line(in).split(" ");
      String path = request[1].replaceFirst("^/v[0-9.]+/", "/").replaceFirst("\\?.*", "");
      boolean chunked = false;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
      }
      boolean attaches = path.endsWith("/attach");
      byte[] body = chunked && !attaches ? body(in) : new byte[0];
      if (attaches) {
        attach(in, socket.getOutputStream());
      } else {
        answer(socket.getOutputStream(), request[0], path, body);
      }
    } catch (IOException | InterruptedException gone) {
      // The agent closed its connection.
    }
  }

  private void attach(InputStream in, OutputStream out) throws IOException, InterruptedException {
    out.write(
        "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    started.await();
    script.run(in, new Frames(out));
  }

  private void answer(OutputStream out, String method, String path, byte[] body)
      throws IOException {
    String id = path.replaceFirst("^/containers/", "").replaceFirst("/.*", "");
    if (path.equals("/containers/create")) {
      String made = "c" + numbers.incrementAndGet();
      containers.put(made, RawJson.of(new String(body, StandardCharsets.UTF_8)).tree());
      send(out, 201, "{\"Id\":\"%s\"}".formatted(made));
    } else if (path.endsWith("/start")) {
      started.countDown();
      send(out, 204, "");
    } else if (method.equals("DELETE")) {
      if (!failsToRemove) {
        containers.remove(id);
      }
      send(out, failsToRemove ? 500 : 204, failsToRemove ? "{\"message\":\"busy\"}" : "");
    } else if (path.equals("/containers/json")) {
      StringBuilder all = new StringBuilder();
      containers.forEach(
          (one, spec) ->
              all.append(all.isEmpty() ? "" : ",")
                  .append("{\"Id\":\"%s\",\"Labels\":%s}".formatted(one, spec.path("Labels"))));
      send(out, 200, "[" + all + "]");
    } else if (path.startsWith("/containers/")) {
      send(out, 200, "{\"State\":{\"Running\":false,\"ExitCode\":137,\"OOMKilled\":true}}");
    } else {
      send(out, 200, "{\"Config\":{\"Entrypoint\":[\"/java\",\"-jar\",\"agent.jar\"]}}");
    }
  }

  private static void send(OutputStream out, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String length = status == 204 ? "" : "Content-Length: %d\r\n".formatted(body.length);
    out.write(
        "HTTP/1.1 %d OK\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nConnection: close\r\n%s\r\n"
            .formatted(status, length)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
      line.write(one);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private static byte[] body(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  @Override
  public void close() throws IOException {
    started.countDown();
    server.close();
  }
}
