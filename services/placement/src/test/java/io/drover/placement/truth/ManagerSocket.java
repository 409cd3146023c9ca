package io.drover.placement.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The calls to a manager that Drover itself has no use for: services made and removed. */
final class ManagerSocket {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final UnixDomainSocketAddress address;

  ManagerSocket(Path socket) {
    address = UnixDomainSocketAddress.of(socket);
  }

  /** Makes a service; its id. */
  String create(String spec) {
    return json(call("POST", "/services/create", spec)).path("ID").asText();
  }

  void remove(String service) {
    call("DELETE", "/services/" + service, "");
  }

  /** The tasks of one service. */
  JsonNode tasks(String service) {
    String filter =
        URLEncoder.encode("{\"service\":{\"" + service + "\":true}}", StandardCharsets.UTF_8);
    return json(call("GET", "/tasks?filters=" + filter, ""));
  }

  /** All tasks. */
  JsonNode tasks() {
    return json(call("GET", "/tasks", ""));
  }

  private static JsonNode json(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** HTTP/1.0: the answer comes whole, and ends with the connection. */
  private String call(String method, String path, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, content.length);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(address);
      send(channel, head.getBytes(StandardCharsets.UTF_8));
      send(channel, content);
      String answer = all(channel);
      int end = answer.indexOf("\r\n\r\n");
      String status = answer.substring(answer.indexOf(' ') + 1, answer.indexOf('\r'));
      if (!status.startsWith("2")) {
        throw new IllegalStateException(
            method + " " + path + ": " + status + " " + answer.substring(end + 4) + " " + body);
      }
      return answer.substring(end + 4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String all(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
