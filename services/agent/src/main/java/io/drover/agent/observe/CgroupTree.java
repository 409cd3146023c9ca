package io.drover.agent.observe;

import io.drover.agent.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds containers in the kernel's trees of control groups: where the engine's two drivers put
 * them, and else by their id anywhere.
 */
final class CgroupTree {
  private static final int DEEPEST = 8;
  private final Path root;
  private final Path proc;
  private final FieldReader reader = new FieldReader();

  /**
   * The trees of this machine.
   *
   * @param root where they are mounted, usually /sys/fs/cgroup
   * @param proc where /proc of the engine's process namespace is mounted
   */
  CgroupTree(Path root, Path proc) {
    this.root = root;
    this.proc = proc;
  }

  /** 1 or 2; 2 where one tree holds all controllers. */
  int version() {
    return Files.exists(root.resolve("cgroup.controllers")) ? 2 : 1;
  }

  /** The files of a container, unless it has no control group. */
  Optional<ContainerFiles> find(Container container) {
    Path tree = version() == 2 ? root : memoryTree();
    return place(tree, container).map(path -> files(container, path));
  }

  private Path memoryTree() {
    return Files.isDirectory(root.resolve("memory"))
        ? root.resolve("memory")
        : root.resolve("cpuacct");
  }

  private ContainerFiles files(Container container, String path) {
    NetworkCounters network = new NetworkCounters(proc, container.pid(), reader);
    return version() == 2
        ? new CgroupV2(root.resolve(path), network, reader)
        : new CgroupV1(root, path, network, reader);
  }

  private static Optional<String> place(Path tree, Container container) {
    String plain = container.id();
    String scope = "docker-" + container.id() + ".scope";
    String parent = container.cgroupParent().replaceFirst("^/+", "");
    Stream<String> usual =
        parent.isEmpty()
            ? Stream.of("docker/" + plain, "system.slice/" + scope)
            : Stream.of(parent + "/" + plain, parent + "/" + scope);
    return usual
        .filter(path -> Files.isDirectory(tree.resolve(path)))
        .findFirst()
        .or(() -> search(tree, List.of(plain, scope)));
  }

  private static Optional<String> search(Path tree, List<String> names) {
    try (Stream<Path> found =
        Files.find(
            tree,
            DEEPEST,
            (path, facts) ->
                facts.isDirectory() && names.contains(path.getFileName().toString()))) {
      return found.findFirst().map(path -> tree.relativize(path).toString());
    } catch (IOException | java.io.UncheckedIOException vanished) {
      // Groups come and go while one looks; the next refresh looks again.
      return Optional.empty();
    }
  }
}
