package io.drover.placement.truth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/** Specs of services by chance, with all that Swarm's scheduler looks at. */
final class RandomService {
  private static final List<String> CONSTRAINTS =
      List.of(
          "node.labels.zone==a",
          "node.labels.zone!=a",
          "node.labels.zone==B",
          "node.labels.tier!=database",
          "node.labels.absent!=x",
          "node.hostname!=node2",
          "node.hostname==node3",
          "node.role==worker",
          "node.platform.os==linux");
  private static final List<String> PREFERENCES =
      List.of("node.labels.zone", "node.labels.tier", "node.labels.absent", "engine.labels.none");

  private final SplittableRandom random;
  private final long cpu;
  private final long memory;

  /**
   * For nodes of one size.
   *
   * @param cpu nano-cores of a node
   * @param memory bytes of a node
   */
  RandomService(SplittableRandom random, long cpu, long memory) {
    this.random = random;
    this.cpu = cpu;
    this.memory = memory;
  }

  /**
   * A spec.
   *
   * @param image an image that no task ever gets, so that all of them wait for it on their nodes
   */
  String spec(String name, String image) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", name);
    ObjectNode task = spec.putObject("TaskTemplate");
    task.putObject("ContainerSpec").put("Image", image);
    task.putObject("RestartPolicy").put("Condition", "none");
    ObjectNode reservations = task.putObject("Resources").putObject("Reservations");
    if (random.nextInt(4) > 0) {
      reservations.put("NanoCPUs", cpu / 20 * random.nextInt(1, 16));
    }
    if (random.nextInt(3) > 0) {
      reservations.put("MemoryBytes", memory / 20 * random.nextInt(1, 14));
    }
    ObjectNode placement = task.putObject("Placement");
    ArrayNode constraints = placement.putArray("Constraints");
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      constraints.add(CONSTRAINTS.get(random.nextInt(CONSTRAINTS.size())));
    }
    ArrayNode preferences = placement.putArray("Preferences");
    for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
      preferences
          .addObject()
          .putObject("Spread")
          .put("SpreadDescriptor", PREFERENCES.get(random.nextInt(PREFERENCES.size())));
    }
    if (random.nextInt(6) == 0) {
      placement
          .putArray("Platforms")
          .addObject()
          .put("OS", "linux")
          .put("Architecture", List.of("amd64", "x86_64", "arm64").get(random.nextInt(3)));
    }
    if (random.nextInt(6) == 0) {
      spec.putObject("Mode").putObject("Global");
    } else {
      spec.putObject("Mode").putObject("Replicated").put("Replicas", random.nextInt(1, 8));
      if (random.nextInt(4) == 0) {
        placement.put("MaxReplicas", random.nextInt(1, 3));
      }
    }
    if (random.nextInt(5) == 0) {
      spec.putObject("EndpointSpec")
          .put("Mode", "dnsrr")
          .putArray("Ports")
          .addObject()
          .put("Protocol", random.nextInt(3) == 0 ? "udp" : "tcp")
          .put("TargetPort", 80)
          .put("PublishedPort", 8080 + random.nextInt(2))
          .put("PublishMode", "host");
    }
    return spec.toString();
  }
}
