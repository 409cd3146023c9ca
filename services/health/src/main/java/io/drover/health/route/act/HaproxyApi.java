package io.drover.health.route.act;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The runtime API of one HAProxy: one connection for each line, which HAProxy closes at the end of
 * its answer.
 */
final class HaproxyApi {
  private static final int PIECE = 1 << 14;

  /** Some thousand servers; more would be another program that talks without end. */
  private static final int LONGEST_ANSWER = 1 << 25;

  private final SocketAddress address;
  private final Duration timeout;

  HaproxyApi(SocketAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /**
   * Sends one line and reads the answer.
   *
   * @throws IOException when there is no whole answer in time
   */
  String ask(String line) throws IOException {
    FutureTask<String> exchange = new FutureTask<>(() -> exchange(line));
    // A channel knows no timeouts, but being interrupted closes it.
    Thread.ofVirtual().name("haproxy").start(exchange);
    try {
      return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw new IOException("no answer within %d ms".formatted(timeout.toMillis()), late);
    } catch (InterruptedException stopped) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      throw new IOException(said, cause);
    }
  }

  private String exchange(String line) throws IOException {
    try (SocketChannel channel = open()) {
      channel.connect(address);
      ByteBuffer question = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
      while (question.hasRemaining()) {
        channel.write(question);
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (channel.read(piece) >= 0) {
        answer.write(piece.array(), 0, piece.position());
        piece.clear();
        if (answer.size() > LONGEST_ANSWER) {
          throw new IOException("its answer does not end");
        }
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private SocketChannel open() throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }
}
