package io.drover.failover.dns;

import io.drover.failover.site.Description.Dns;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Carries one message and its answer (RFC 1035, 4.2). Blocks, for a virtual thread; dnsjava's own
 * resolver would bring threads, the system's resolver settings and retries of its own.
 */
final class Transport {
  private static final int LARGEST = 65_535;
  private static final int HEADER = 12;
  private static final int FLAGS = 2;
  private static final int TRUNCATED = 0x02;

  private Transport() {}

  /** One datagram and its answer, which may be truncated; what is not its answer is skipped. */
  static byte[] udp(Dns.Server server, byte[] request, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected: what comes from elsewhere is dropped, and "port unreachable" is heard.
      socket.connect(address(server));
      socket.send(new DatagramPacket(request, request.length));
      while (true) {
        socket.setSoTimeout(left(deadline));
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        byte[] answer = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        if (isAnswer(request, answer)) {
          return answer;
        }
      }
    }
  }

  /** The same by TCP. */
  static byte[] tcp(Dns.Server server, byte[] request, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(address(server), left(deadline));
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(2 + request.length)
                  .putShort((short) request.length)
                  .put(request)
                  .array());
      socket.setSoTimeout(left(deadline));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[in.readUnsignedShort()];
      int read = 0;
      while (read < answer.length) {
        socket.setSoTimeout(left(deadline));
        int more = in.read(answer, read, answer.length - read);
        if (more < 0) {
          throw new IOException("the connection ended in the middle of the answer");
        }
        read += more;
      }
      if (!isAnswer(request, answer)) {
        throw new IOException("what came is no answer to what was asked");
      }
      return answer;
    }
  }

  static boolean isTruncated(byte[] answer) {
    return (answer[FLAGS] & TRUNCATED) != 0;
  }

  private static boolean isAnswer(byte[] request, byte[] answer) {
    return answer.length >= HEADER
        && answer[0] == request[0]
        && answer[1] == request[1]
        && answer[FLAGS] < 0;
  }

  private static InetSocketAddress address(Dns.Server server) throws IOException {
    InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
    if (address.isUnresolved()) {
      throw new IOException("its name " + server.host() + " can't be resolved");
    }
    return address;
  }

  private static int left(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
