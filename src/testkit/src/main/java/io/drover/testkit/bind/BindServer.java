package io.drover.testkit.bind;

import io.drover.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real BIND 9 on a free port of loopback. Needs the programs {@code named}, {@code tsig-keygen}
 * and {@code dig} of the distribution (packages bind9 and bind9-dnsutils); without them it fails
 * and says so.
 */
public final class BindServer implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Path folder;
  private final int port;
  private Process process;

  private BindServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** A port that is free for UDP and TCP now. */
  public static int freePort() {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp =
              new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
        return udp.getLocalPort();
      } catch (java.net.BindException taken) {
        // Taken for UDP: another one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new key, in BIND's own format. */
  public static String key(String algorithm, String name) {
    return run(List.of("tsig-keygen", "-a", algorithm, name));
  }

  /**
   * The configuration of a zone that this server owns; call before {@link #start}.
   *
   * @param options statements of the zone, such as {@code allow-update { key "k"; };}
   * @param records lines of a zone file; SOA and NS are there already
   */
  public static String zone(Path folder, String zone, String options, String records) {
    try {
      Files.writeString(
          folder.resolve(zone + ".db"),
          """
          $TTL 60
          @ IN SOA ns.%1$s. admin.%1$s. ( 1 60 10 600 60 )
          @ IN NS ns.%1$s.
          ns IN A 127.0.0.1
          %2$s
          """
              .formatted(zone, records));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "zone \"%1$s\" { type primary; file \"%1$s.db\"; %2$s };%n".formatted(zone, options);
  }

  /**
   * A server that answers.
   *
   * @param folder for its files; the caller removes it
   * @param config keys and zones
   */
  public static BindServer start(Path folder, int port, String config) {
    BindServer server = new BindServer(folder, port);
    try {
      Files.writeString(
          folder.resolve("named.conf"),
          """
          options {
            directory "%1$s";
            pid-file "%1$s/named.pid";
            session-keyfile none;
            listen-on port %2$d { 127.0.0.1; };
            listen-on-v6 { none; };
            recursion no;
            dnssec-validation no;
            notify explicit;
          };
          controls { };
          %3$s
          """
              .formatted(folder.toAbsolutePath(), port, config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    return server;
  }

  /** Starts it again after {@link #close}. */
  public void start() {
    Path log = folder.resolve("named.log");
    try {
      process =
          new ProcessBuilder(
                  "named", "-g", "-n", "1", "-c", folder.resolve("named.conf").toString())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        Eventually.holds("named runs", () -> !process.isAlive() || read(log).contains("running\n"));
        if (!process.isAlive()) {
          throw new IllegalStateException("named ended: " + read(log));
        }
      } catch (RuntimeException | Error failed) {
        close();
        throw failed;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("named can't be run (package bind9)", e);
    }
  }

  /** Its port, for UDP and TCP. */
  public int port() {
    return port;
  }

  /** What {@code dig +short} says, line by line in order. */
  public List<String> dig(String name, String type) {
    return run(List.of("dig", "+short", "+norecurse", "@127.0.0.1", "-p", "" + port, name, type))
        .lines()
        .sorted()
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(
          command.getFirst() + " can't be run (packages bind9, bind9-dnsutils)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends it and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
