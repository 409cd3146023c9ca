package io.drover.agent.observe;

import io.drover.agent.model.NameAnswer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The name server of this container: Docker's own, at 127.0.0.11 wherever a container is in a
 * network of its own. It knows the names of the networks that this container is in, and no others.
 */
public final class NameServer {
  private static final int ANY_ID = 1 << 16;

  /** Docker's server takes so many at a time. */
  private static final int AT_ONCE = 32;

  private final InetSocketAddress address;
  private final Duration timeout;
  private final SecureRandom random = new SecureRandom();

  /**
   * One at this address.
   *
   * @param timeout for each name; all of them together take little more
   */
  public NameServer(InetSocketAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /** Asks for all of these, at once. */
  public Map<String, NameAnswer> ask(List<String> names) throws InterruptedException {
    Map<String, Future<NameAnswer>> asked = new LinkedHashMap<>();
    Map<String, NameAnswer> answers = new LinkedHashMap<>();
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String name : new ArrayList<>(names)) {
        asked.put(
            name,
            threads.submit(
                () -> {
                  turns.acquire();
                  try {
                    return ask(name);
                  } finally {
                    turns.release();
                  }
                }));
      }
      for (var entry : asked.entrySet()) {
        answers.put(entry.getKey(), entry.getValue().get());
      }
    } catch (ExecutionException unforeseen) {
      throw new IllegalStateException(unforeseen.getCause());
    }
    return answers;
  }

  private NameAnswer ask(String name) {
    int id = random.nextInt(ANY_ID);
    byte[] question;
    try {
      question = DnsMessage.question(id, name);
    } catch (IllegalArgumentException malformed) {
      return new NameAnswer.Silent(malformed.getMessage());
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      socket.send(new DatagramPacket(question, question.length));
      long until = System.nanoTime() + timeout.toNanos();
      while (true) {
        long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        if (left <= 0) {
          return late();
        }
        socket.setSoTimeout((int) left);
        DatagramPacket packet =
            new DatagramPacket(new byte[DnsMessage.LARGEST], DnsMessage.LARGEST);
        socket.receive(packet);
        ByteBuffer message = ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
        if (DnsMessage.answers(id, message)) {
          return DnsMessage.read(message);
        }
      }
    } catch (SocketTimeoutException late) {
      return late();
    } catch (IOException unreachable) {
      return new NameAnswer.Silent(String.valueOf(unreachable.getMessage()));
    }
  }

  private NameAnswer late() {
    return new NameAnswer.Silent("no answer within " + timeout.toMillis() + " ms");
  }
}
