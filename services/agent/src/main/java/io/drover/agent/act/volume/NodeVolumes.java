package io.drover.agent.act.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.engine.ContainerEngine;
import io.drover.engine.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The node's volumes as the engine knows them. */
public final class NodeVolumes {
  private final ContainerEngine engine;

  /** Volumes of this engine. */
  public NodeVolumes(ContainerEngine engine) {
    this.engine = engine;
  }

  /**
   * A volume.
   *
   * @param name unique on the node
   * @param driver that keeps it
   * @param options the driver's
   * @param labels its labels
   * @param scope local, or global for a driver that serves all nodes
   */
  public record Volume(
      String name,
      String driver,
      Map<String, String> options,
      Map<String, String> labels,
      String scope) {
    public Volume {
      options = Map.copyOf(options);
      labels = Map.copyOf(labels);
    }

    static Volume read(JsonNode json) {
      return new Volume(
          json.path("Name").asText(),
          json.path("Driver").asText("local"),
          texts(json.path("Options")),
          texts(json.path("Labels")),
          json.path("Scope").asText("local"));
    }

    boolean isLike(Volume other) {
      return driver.equals(other.driver)
          && options.equals(other.options)
          && labels.equals(other.labels);
    }
  }

  /**
   * A container with a volume mounted.
   *
   * @param container its id
   * @param service its Swarm service, empty for none
   * @param task its task, empty for none
   * @param running whether it runs
   */
  public record User(String container, String service, String task, boolean running) {}

  /** The volume of this name. */
  public Optional<Volume> find(String name) {
    return engine.volume(name).map(found -> Volume.read(found.tree()));
  }

  /** Containers that have it mounted, those that don't run, too; movers excepted. */
  public List<User> users(String name) {
    List<User> users = new ArrayList<>();
    for (RawJson one :
        engine.list("/containers/json?all=true&" + ContainerEngine.filter("volume", name))) {
      JsonNode json = one.tree();
      JsonNode labels = json.path("Labels");
      // The engine's filter takes mount points for names.
      if (isMounted(json, name) && !labels.has(MoverSpec.LABEL)) {
        users.add(
            new User(
                json.path("Id").asText(),
                labels.path("com.docker.swarm.service.name").asText(""),
                labels.path("com.docker.swarm.task.id").asText(""),
                json.path("State").asText().equals("running")));
      }
    }
    return users;
  }

  private static boolean isMounted(JsonNode container, String volume) {
    for (JsonNode mount : container.path("Mounts")) {
      if (mount.path("Name").asText().equals(volume)) {
        return true;
      }
    }
    return false;
  }

  /** What came of making a volume. */
  public enum Made {
    NEW,
    SAME,
    DIFFERENT
  }

  /** Makes a volume unless there is one of that name. */
  public synchronized Made make(Volume wanted) {
    Optional<Volume> present = find(wanted.name());
    if (present.isPresent()) {
      return present.get().isLike(wanted) ? Made.SAME : Made.DIFFERENT;
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("Name", wanted.name()).put("Driver", wanted.driver());
    wanted.options().forEach(json.putObject("DriverOpts")::put);
    wanted.labels().forEach(json.putObject("Labels")::put);
    engine.createVolume(RawJson.of(json.toString()));
    return Made.NEW;
  }

  /** Removes a volume. */
  public Outcome remove(String name) {
    return engine.removeVolume(name);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText("")));
    return texts;
  }
}
