package io.drover.testkit.swarm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Swarm of real engines, each in a network namespace of its own, apart from the machine's engine.
 * All nodes are managers; node 1 made the Swarm. Each has the image {@link #BUSYBOX}.
 *
 * <p>Needs root and, for the engine itself, {@code dockerd}; without them it fails and says so. The
 * Swarm goes away with {@link #close()}, and also when the test's process ends in any other way.
 */
public final class RealSwarm implements AutoCloseable {
  /** An image of static busybox that every node has. */
  public static final String BUSYBOX = "drover-test/busybox:1";

  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(3);

  private final Path directory;
  private final Process holder;
  private final List<Node> nodes;

  private RealSwarm(Path directory, Process holder, List<Node> nodes) {
    this.directory = directory;
    this.holder = holder;
    this.nodes = nodes;
  }

  /**
   * One engine of the Swarm.
   *
   * @param number counted from 1
   * @param socket where it listens
   */
  public record Node(int number, Path socket) {
    /** Its host name, as the Swarm knows it. */
    public String hostname() {
      return "node" + number;
    }

    /**
     * Runs the Docker client against this engine, for what Drover itself has no call for.
     *
     * @return its standard output, without surrounding white space
     * @throws IllegalStateException when it fails; with what it said
     */
    public String docker(String... arguments) {
      List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket));
      command.addAll(List.of(arguments));
      return Command.run(LONGEST_COMMAND, command);
    }
  }

  /** A Swarm of one node. */
  public static RealSwarm oneNode() {
    return nodes(1);
  }

  /**
   * A Swarm of managers.
   *
   * @throws IllegalStateException when it can't be had here; the message says why
   */
  public static RealSwarm nodes(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a Swarm has at least one node: " + count);
    }
    try {
      // short, because the path of a socket may have no more than 107 bytes
      Path directory = Files.createTempDirectory(Path.of("/tmp"), "drover-swarm");
      List<Node> nodes = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        nodes.add(new Node(i, directory.resolve("node" + i).resolve("docker.sock")));
      }
      return start(directory, List.copyOf(nodes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealSwarm start(Path directory, List<Node> nodes) throws IOException {
    Path complaints = directory.resolve("start.log");
    Process holder =
        new ProcessBuilder(
                script(), "hold", directory.toString(), Integer.toString(nodes.size()), BUSYBOX)
            .redirectError(complaints.toFile())
            .start();
    RealSwarm swarm = new RealSwarm(directory, holder, nodes);
    if (swarm.isReady()) {
      return swarm;
    }
    // read before closing, which removes the directory
    String said = Files.exists(complaints) ? Files.readString(complaints) : "";
    swarm.close();
    throw new IllegalStateException("no Swarm could be made for the test: " + said.strip());
  }

  private boolean isReady() throws IOException {
    Thread patience =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(LONGEST_START);
                    holder.destroy();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      BufferedReader output = holder.inputReader(StandardCharsets.UTF_8);
      return "ready".equals(output.readLine());
    } finally {
      patience.interrupt();
    }
  }

  /** All nodes, in order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** A node, counted from 1. */
  public Node node(int number) {
    return nodes.get(number - 1);
  }

  /** Ends a node as a power cut would: its engine, and its containers with it. */
  public void kill(int number) {
    command("kill", number);
  }

  /** Starts a killed node again, with all that it had on disk. */
  public void revive(int number) {
    command("revive", number);
  }

  /** Pulls a node's network cable; its socket still answers. */
  public void cut(int number) {
    command("cut", number);
  }

  /** Puts a cut node's network cable back. */
  public void heal(int number) {
    command("heal", number);
  }

  private void command(String verb, int number) {
    Command.run(
        LONGEST_COMMAND,
        List.of(script(), verb, directory.toString(), Integer.toString(node(number).number())));
  }

  private static String script() {
    String root = System.getProperty("drover.root", "");
    Path script = Path.of(root, "scripts", "lib", "private-swarm");
    if (root.isEmpty() || !Files.isExecutable(script)) {
      throw new IllegalStateException(
          "the system property drover.root must name the root of Drover's sources, it is '"
              + root
              + "'");
    }
    return script.toString();
  }

  /** Takes everything away again, and waits for that. */
  @Override
  public void close() {
    // the holder takes the Swarm down when its input ends
    try (OutputStream input = holder.getOutputStream()) {
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      if (!holder.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the Swarm in " + directory + " was not taken down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the Swarm was taken down", e);
    }
  }
}
