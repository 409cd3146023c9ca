package io.drover.backup.act;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A PUT whose answer is read while its body is still being sent. The JDK's client reads no answer
 * before it sent the whole body: an agent that tells of every file it writes would wait for a
 * reader, and its reader for it. HTTP/1.1, one request on a connection, chunked both ways.
 */
final class DuplexPut implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private static final int LONGEST_LINE = 16 << 10;
  private static final int SILENCE_LIMIT = (int) Duration.ofMinutes(10).toMillis();

  private final Socket socket;
  private final Thread sender;
  private final AtomicReference<IOException> unsent;
  private final int status;
  private final InputStream body;

  private DuplexPut(
      Socket socket,
      Thread sender,
      AtomicReference<IOException> unsent,
      int status,
      InputStream body) {
    this.socket = socket;
    this.sender = sender;
    this.unsent = unsent;
    this.status = status;
    this.body = body;
  }

  /**
   * Sends a request and waits for its answer's head.
   *
   * @param connect how long to wait for the connection
   * @param content the body; where reading it fails, so does the answer's body
   */
  static DuplexPut send(URI to, String token, Duration connect, InputStream content)
      throws IOException {
    Socket socket = new Socket();
    AtomicReference<IOException> unsent = new AtomicReference<>();
    try {
      int port = to.getPort() < 0 ? 80 : to.getPort();
      socket.connect(
          new InetSocketAddress(to.getHost().replaceAll("[\\[\\]]", ""), port),
          (int) connect.toMillis());
      socket.setSoTimeout(SILENCE_LIMIT);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
      String path = to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
      String head =
          "PUT %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/zstd\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
              .formatted(path, to.getAuthority(), token);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread sender =
          Thread.ofVirtual().name("put-body").start(() -> sendBody(socket, out, content, unsent));
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      String first = line(in);
      String[] words = first.split(" ", 3);
      if (words.length < 2 || !words[1].matches("[1-5][0-9]{2}")) {
        throw new IOException("no HTTP answer: " + first);
      }
      boolean chunked = false;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        String lower = header.toLowerCase(Locale.ROOT);
        chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      }
      return new DuplexPut(
          socket, sender, unsent, Integer.parseInt(words[1]), chunked ? new Chunks(in) : in);
    } catch (IOException failed) {
      socket.close();
      throw unsent.get() == null ? failed : unsent.get();
    }
  }

  int status() {
    return status;
  }

  /** The answer's body; fails where the request's body could not be read. */
  InputStream body() {
    return new FilterInputStream(body) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        try {
          int count = super.read(into, from, length);
          if (count < 0 && unsent.get() != null) {
            throw unsent.get();
          }
          return count;
        } catch (IOException failed) {
          throw unsent.get() == null ? failed : unsent.get();
        }
      }
    };
  }

  private static void sendBody(
      Socket socket, OutputStream out, InputStream content, AtomicReference<IOException> unsent) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int count = read(content, buffer, unsent);
          count >= 0;
          count = read(content, buffer, unsent)) {
        if (count > 0) {
          out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(buffer, 0, count);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException cutOff) {
      // Where it is the content that failed, the agent must not take what it got for all of it;
      // where it is the connection, the answer tells.
      if (unsent.get() != null) {
        close(socket);
      }
    }
  }

  private static int read(InputStream content, byte[] buffer, AtomicReference<IOException> unsent)
      throws IOException {
    try {
      return content.read(buffer);
    } catch (IOException failed) {
      unsent.set(failed);
      throw failed;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is of no use any more either way.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the agent ended the connection");
      }
      if (text.length() > LONGEST_LINE) {
        throw new IOException("a header is too long");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  /** Ends the connection, and waits until nobody reads the content any more. */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      sender.join(Duration.ofSeconds(10));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** A chunked body; one that is cut off is no end. */
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean over;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (over || length == 0) {
        return over ? -1 : 0;
      }
      if (left == 0 && !next()) {
        return -1;
      }
      int count = in.read(into, from, (int) Math.min(left, length));
      if (count < 0) {
        throw new EOFException("the agent ended the connection");
      }
      left -= count;
      return count;
    }

    private boolean next() throws IOException {
      if (!first) {
        line(in);
      }
      first = false;
      String size = line(in).replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("no length of a chunk: " + size);
      }
      left = Long.parseLong(size, 16);
      over = left == 0;
      return !over;
    }
  }
}
