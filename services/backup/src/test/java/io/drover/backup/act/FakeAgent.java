package io.drover.backup.act;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.backup.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** An agent of one node that speaks as agents do, with volumes that are one text each. */
public final class FakeAgent implements AutoCloseable {
  private volatile String nodeId;
  private final String hostname;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> volumes = new ConcurrentHashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private volatile Runnable whileReading = () -> {};
  private volatile boolean cutOff;
  private volatile boolean full;
  private volatile boolean unreadable;
  private volatile int exitCode;
  private volatile int lines = 1;

  /** An agent of this node, which is named after its id. */
  public FakeAgent(String nodeId) {
    this(nodeId, nodeId);
  }

  /** An agent of this node. */
  public FakeAgent(String nodeId, String hostname) {
    this.nodeId = nodeId;
    this.hostname = hostname;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Puts a volume there. */
  public FakeAgent volume(String name, String content) {
    volumes.put(name, content);
    return this;
  }

  /** What is in a volume. */
  public String content(String name) {
    return volumes.get(name);
  }

  /** Is on the node of this id from now on. */
  public void on(String id) {
    nodeId = id;
  }

  /** Has no such volume any more. */
  public void forget(String name) {
    volumes.remove(name);
  }

  /** Names of the volumes. */
  public Set<String> names() {
    return Set.copyOf(volumes.keySet());
  }

  /** Whether there is such a volume. */
  public boolean has(String name) {
    return volumes.containsKey(name);
  }

  /** Runs this in the middle of every archive that is read. */
  public void whileReading(Runnable what) {
    whileReading = what;
  }

  /** Ends archives in the middle from now on. */
  public void cutOff() {
    cutOff = true;
  }

  /** From now on a file of each volume can't be read. */
  public void unreadable() {
    unreadable = true;
  }

  /** Its disk is full from now on: a volume that is written ends in the middle. */
  public void full() {
    full = true;
  }

  /** What commands end with from now on. */
  public void exitCode(int code) {
    exitCode = code;
  }

  /** How many record lines a volume that is written is told with; one tells of all of it. */
  public void lines(int count) {
    lines = count;
  }

  /** The commands that were run. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String[] parts = path.split("/");
      if (path.equals("/v1/volumes") && exchange.getRequestMethod().equals("POST")) {
        String made = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String name = made.replaceAll("(?s).*\"name\":\"([^\"]+)\".*", "$1");
        volumes.put(name, "");
        send(exchange, 200, "{}");
      } else if (path.equals("/v1/volumes")) {
        send(
            exchange,
            200,
            "{\"node\":{\"id\":\""
                + nodeId
                + "\",\"hostname\":\""
                + hostname
                + "\"},\"volumes\":["
                + volumes.keySet().stream()
                    .map(name -> "{\"name\":\"" + name + "\",\"bytes\":1}")
                    .collect(Collectors.joining(","))
                + "]}");
      } else if (path.equals("/v1/containers/inspect")) {
        send(exchange, 200, "[{\"Id\":\"c\",\"Config\":{\"Labels\":{}}}]");
      } else if (path.endsWith("/exec")) {
        commands.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        send(
            exchange,
            200,
            "{\"exitCode\":" + exitCode + ",\"output\":\"said so\",\"timedOut\":false}");
      } else if (!volumes.containsKey(parts[3])) {
        send(exchange, 404, "{\"detail\":\"no such volume\"}");
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        volumes.remove(parts[3]);
        exchange.sendResponseHeaders(204, -1);
      } else if (!path.endsWith("/archive")) {
        send(
            exchange,
            200,
            "{\"name\":\"%s\",\"driver\":\"local\",\"options\":{},\"labels\":{\"a\":\"b\"},\"usedBy\":[]}"
                .formatted(parts[3]));
      } else if (exchange.getRequestMethod().equals("GET")) {
        read(exchange, volumes.get(parts[3]));
      } else {
        write(exchange, parts[3]);
      }
    }
  }

  private void read(HttpExchange exchange, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    int half = bytes.length / 2;
    frame(out, 1, bytes, 0, half);
    String progress = "{\"progress\":{\"entries\":0,\"bytes\":%d,\"archiveBytes\":%d}}\n";
    line(out, progress.formatted(half, half));
    out.flush();
    whileReading.run();
    if (cutOff) {
      throw new IOException("cut off");
    }
    frame(out, 1, bytes, half, bytes.length - half);
    line(out, "{\"entry\":{\"path\":\"f\",\"size\":%d}}\n".formatted(bytes.length));
    if (unreadable) {
      line(out, "{\"warning\":{\"path\":\"g\",\"what\":\"can't be read, left out\"}}\n");
    }
    line(
        out,
        "{\"end\":{\"entries\":1,\"bytes\":%d,\"archiveBytes\":%d,\"archiveSha256\":\"%s\",\"changed\":0,\"missed\":%d}}\n"
            .formatted(bytes.length, bytes.length, Sha256.of(bytes), unreadable ? 1 : 0));
  }

  /** Tells a line for each byte that comes, so that neither side may wait for the other. */
  private void write(HttpExchange exchange, String name) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    InputStream in = exchange.getRequestBody();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    int told = 0;
    if (full) {
      in.read(buffer);
      volumes.put(name, "half");
      out.write(
          "{\"failed\":{\"reason\":\"no space left on device\"}}\n"
              .getBytes(StandardCharsets.UTF_8));
      return;
    }
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      content.write(buffer, 0, count);
      for (int i = 0; i < count && lines > 1 && told < lines; i++, told++) {
        out.write(
            ("{\"entry\":{\"path\":\"f\",\"size\":" + told + "}}\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    volumes.put(name, content.toString(StandardCharsets.UTF_8));
    if (lines == 1) {
      out.write(
          "{\"entry\":{\"path\":\"f\",\"size\":%d}}\n"
              .formatted(content.size())
              .getBytes(StandardCharsets.UTF_8));
      told = 1;
    }
    out.write(
        "{\"end\":{\"entries\":%d,\"bytes\":%d,\"archiveBytes\":%d,\"archiveSha256\":\"%s\",\"changed\":0}}\n"
            .formatted(told, content.size(), content.size(), Sha256.of(content.toByteArray()))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void line(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    frame(out, 2, bytes, 0, bytes.length);
  }

  private static void frame(OutputStream out, int stream, byte[] bytes, int from, int length)
      throws IOException {
    out.write(ByteBuffer.allocate(8).put((byte) stream).putInt(4, length).array());
    out.write(bytes, from, length);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
