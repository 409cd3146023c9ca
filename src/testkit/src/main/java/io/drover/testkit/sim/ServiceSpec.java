package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a test asks of a service; whoever needs more writes the JSON itself.
 *
 * @param name its name
 * @param labels its own labels
 * @param replicas how many tasks; negative for a global service
 * @param reservedNanoCpus CPU that each task reserves, in 1e-9 cores; 0 for none
 * @param reservedBytes memory that each task reserves; 0 for none
 * @param limitNanoCpus CPU that each task is limited to; 0 for none
 * @param limitBytes memory that each task is limited to; 0 for none
 */
public record ServiceSpec(
    String name,
    Map<String, String> labels,
    int replicas,
    long reservedNanoCpus,
    long reservedBytes,
    long limitNanoCpus,
    long limitBytes) {

  /** The label by which {@code docker stack deploy} marks what belongs to a stack. */
  private static final String STACK = "com.docker.stack.namespace";

  public ServiceSpec {
    labels = Map.copyOf(labels);
  }

  /** A service of one task that reserves nothing; {@code a_b} belongs to the stack {@code a}. */
  public static ServiceSpec named(String name) {
    int end = name.indexOf('_');
    Map<String, String> labels = end < 0 ? Map.of() : Map.of(STACK, name.substring(0, end));
    return new ServiceSpec(name, labels, 1, 0, 0, 0, 0);
  }

  /** With one label more. */
  public ServiceSpec label(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(key, value);
    return new ServiceSpec(
        name, more, replicas, reservedNanoCpus, reservedBytes, limitNanoCpus, limitBytes);
  }

  /** With so many tasks. */
  public ServiceSpec replicas(int count) {
    return new ServiceSpec(
        name, labels, count, reservedNanoCpus, reservedBytes, limitNanoCpus, limitBytes);
  }

  /** With one task on each node. */
  public ServiceSpec global() {
    return replicas(-1);
  }

  /** With so much reserved for each task. */
  public ServiceSpec reserving(long nanoCpus, long bytes) {
    return new ServiceSpec(name, labels, replicas, nanoCpus, bytes, limitNanoCpus, limitBytes);
  }

  /** With each task limited so. */
  public ServiceSpec limited(long nanoCpus, long bytes) {
    return new ServiceSpec(
        name, labels, replicas, reservedNanoCpus, reservedBytes, nanoCpus, bytes);
  }

  /** The spec as the Engine API takes it. */
  public String json() {
    ObjectNode spec = Json.object().put("Name", name);
    Json.put(spec, "Labels", labels);
    ObjectNode task = spec.putObject("TaskTemplate");
    task.putObject("ContainerSpec").put("Image", "sim:1").put("Init", false);
    ObjectNode resources = task.putObject("Resources");
    put(resources, "Limits", limitNanoCpus, limitBytes);
    put(resources, "Reservations", reservedNanoCpus, reservedBytes);
    task.putObject("Placement");
    task.put("ForceUpdate", 0).put("Runtime", "container");
    ObjectNode mode = spec.putObject("Mode");
    if (replicas < 0) {
      mode.putObject("Global");
    } else {
      mode.putObject("Replicated").put("Replicas", replicas);
    }
    spec.putObject("EndpointSpec").put("Mode", "dnsrr");
    return Json.write(spec);
  }

  private static void put(ObjectNode resources, String name, long nanoCpus, long bytes) {
    ObjectNode amounts = resources.putObject(name);
    if (nanoCpus > 0) {
      amounts.put("NanoCPUs", nanoCpus);
    }
    if (bytes > 0) {
      amounts.put("MemoryBytes", bytes);
    }
  }
}
