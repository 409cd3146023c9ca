package io.drover.testkit.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Unix socket that leads to a port of loopback: the JDK's HTTP server listens on TCP only.
 * Closing it ends what came through it.
 */
final class UnixDoor implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final ServerSocketChannel door;
  private final int port;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  /** One that is open. */
  UnixDoor(Path socket, int port) {
    this.port = port;
    try {
      door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      door.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("no socket at " + socket, e);
    }
    Thread.ofPlatform().daemon().name("unix-door").start(this::admit);
  }

  private void admit() {
    while (door.isOpen()) {
      try {
        lead(door.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void lead(SocketChannel caller) {
    open.add(caller);
    SocketChannel server;
    try {
      server = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException nobodyThere) {
      end(caller);
      return;
    }
    open.add(server);
    AtomicInteger directions = new AtomicInteger(2);
    Thread.ofVirtual().start(() -> carry(caller, server, directions));
    Thread.ofVirtual().start(() -> carry(server, caller, directions));
  }

  /** One direction; the other may go on when this one has come to its end. */
  private void carry(SocketChannel from, SocketChannel to, AtomicInteger directions) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      directions.set(1);
    }
    if (directions.decrementAndGet() == 0) {
      end(from);
      end(to);
    }
  }

  private void end(Channel channel) {
    open.remove(channel);
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(door);
    open.forEach(this::end);
  }
}
