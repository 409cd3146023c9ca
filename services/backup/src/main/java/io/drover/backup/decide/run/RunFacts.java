package io.drover.backup.decide.run;

import io.drover.core.model.ServiceView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a run's plan is made of.
 *
 * @param services those to be backed up
 * @param others names of volumes that other services mount, by the service's name
 * @param nodes all nodes of the Swarm
 * @param onlyVolumes the only volumes that are wanted; empty for all
 */
public record RunFacts(
    List<Service> services,
    Map<String, Set<String>> others,
    List<Node> nodes,
    Set<String> onlyVolumes) {
  public RunFacts {
    services = List.copyOf(services);
    others = Map.copyOf(others);
    nodes = List.copyOf(nodes);
    onlyVolumes = Set.copyOf(onlyVolumes);
  }

  /**
   * A service.
   *
   * @param id its id
   * @param name its name
   * @param stack its stack; empty text for none
   * @param version the version that was seen
   * @param mode how many tasks it has
   * @param rolling whether an update of it is under way
   * @param admits ids of the nodes that its tasks may be put on
   * @param held why it must not be stopped; empty text when it may
   * @param wishes what its labels ask for
   * @param mounts what its tasks mount
   * @param tasks those that run
   */
  public record Service(
      String id,
      String name,
      String stack,
      long version,
      ServiceView.Mode mode,
      boolean rolling,
      Set<String> admits,
      String held,
      Wishes wishes,
      List<Mount> mounts,
      List<Running> tasks) {
    public Service {
      admits = Set.copyOf(admits);
      mounts = List.copyOf(mounts);
      tasks = List.copyOf(tasks);
    }
  }

  /** What a service's labels ask for. */
  public sealed interface Wishes {

    /**
     * They can be read.
     *
     * @param stop whether the service is stopped meanwhile
     * @param before command run in a task first; empty text for none
     * @param after command run in a task at the end; empty text for none
     * @param timeLimit of each of the two
     * @param order services of lower numbers are stopped first, and come back last
     * @param volumes the volumes that are wanted; empty for all that it mounts
     * @param rate bytes a second that each volume is read with at most; 0 for as many as it goes
     * @param observe whether Drover must not act on the service
     */
    record Given(
        boolean stop,
        String before,
        String after,
        Duration timeLimit,
        int order,
        List<String> volumes,
        long rate,
        boolean observe)
        implements Wishes {
      /** Of a service without such labels. */
      public static final Given NONE =
          new Given(false, "", "", Duration.ofMinutes(10), 0, List.of(), 0, false);

      public Given {
        volumes = List.copyOf(volumes);
      }
    }

    /**
     * They are wrong, and half of what somebody wished would be worse than none.
     *
     * @param why what is wrong
     */
    record Unreadable(String why) implements Wishes {}
  }

  /**
   * Something that a service's tasks mount.
   *
   * @param type as the Engine API names it: volume, bind, tmpfs
   * @param source a volume's name, a directory; empty text for an anonymous volume
   * @param target where in the container
   * @param shared whether its driver has the same content on every node
   */
  public record Mount(String type, String source, String target, boolean shared) {
    /** Whether it is a volume that has a name. */
    public boolean isNamedVolume() {
      return type.equals("volume") && !source.isEmpty();
    }
  }

  /**
   * A task that runs.
   *
   * @param taskId its id
   * @param nodeId where
   * @param containerId its container
   */
  public record Running(String taskId, String nodeId, String containerId) {}

  /**
   * A node.
   *
   * @param id its id
   * @param hostname its name
   * @param agent what its agent says
   */
  public record Node(String id, String hostname, Agent agent) {}

  /** A node's agent. */
  public sealed interface Agent {
    /**
     * It answers.
     *
     * @param volumes the volumes of its node with what is in them, in bytes; -1 where it is not
     *     known
     */
    record Answers(Map<String, Long> volumes) implements Agent {
      public Answers {
        volumes = Map.copyOf(volumes);
      }
    }

    /**
     * It doesn't.
     *
     * @param why in words
     */
    record Silent(String why) implements Agent {}
  }
}
