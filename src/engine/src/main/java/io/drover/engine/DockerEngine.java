package io.drover.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An engine over its socket, on docker-java's transport: unix socket, TCP, TCP with TLS. Made
 * without asking the engine anything, so it can be had before there is one; each call connects for
 * itself.
 */
public final class DockerEngine implements Engine {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final EngineApi api;
  private final ServiceSpecs services;
  private final ConfigStore configs;
  private final Set<EventFeed> feeds = ConcurrentHashMap.newKeySet();

  private DockerEngine(EngineApi api) {
    this.api = api;
    this.services = new ServiceSpecs(api);
    this.configs = new ConfigStore(api);
  }

  /**
   * The engine that {@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH}
   * name; the local socket without them.
   *
   * @throws IllegalArgumentException when {@code DOCKER_HOST} can't be read
   */
  public static DockerEngine fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /** The engine that these variables name, as {@link #fromEnvironment()} reads the process' own. */
  public static DockerEngine fromEnvironment(Map<String, String> environment) {
    return connect(EngineAddress.fromEnvironment(environment));
  }

  /** The engine at an address, with {@link Timeouts#DEFAULT}. */
  public static DockerEngine connect(EngineAddress address) {
    return connect(address, Timeouts.DEFAULT);
  }

  /** The engine at an address. */
  public static DockerEngine connect(EngineAddress address, Timeouts timeouts) {
    return new DockerEngine(new EngineApi(new Wire(address, timeouts)));
  }

  @Override
  public ClusterSnapshot snapshot() {
    Instant takenAt = Instant.now();
    List<ServiceView> allServices = read("/services", EngineReader::service);
    List<TaskView> tasks = read("/tasks", EngineReader::task);
    List<NodeView> nodes = read("/nodes", EngineReader::node);
    return new ClusterSnapshot(takenAt, allServices, tasks, nodes);
  }

  /** Reads an array object by object, so that only one tree at a time is in memory. */
  private <T> List<T> read(String path, Function<JsonNode, T> reader) {
    List<T> all = new ArrayList<>();
    Answer answer = api.get(path);
    if (!answer.isSuccess()) {
      throw answer.refusal();
    }
    try (JsonParser parser = MAPPER.createParser(answer.body())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw malformed(path, null);
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        JsonNode json = parser.readValueAsTree();
        all.add(reader.apply(json));
      }
    } catch (IOException e) {
      throw malformed(path, e);
    }
    return all;
  }

  @Override
  public List<RawJson> list(String path) {
    Answer answer = api.get(path);
    if (!answer.isSuccess()) {
      throw answer.refusal();
    }
    try {
      return answer.json().elements();
    } catch (IllegalArgumentException e) {
      throw malformed(path, e);
    }
  }

  @Override
  public Optional<RawJson> inspect(String path) {
    Answer answer = api.get(path);
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.json());
  }

  @Override
  public Optional<byte[]> read(String path, int most, Duration within) {
    Answer answer = api.read(path, most, within);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw answer.refusal();
    }
    return Optional.of(answer.body());
  }

  private static EngineException malformed(String path, Exception cause) {
    return new EngineException(
        Outcome.Kind.UNAVAILABLE, "GET " + path + " was not answered with a JSON array", cause);
  }

  @Override
  public Outcome setReplicas(String serviceId, long version, int replicas) {
    return services.setReplicas(serviceId, version, replicas);
  }

  @Override
  public Outcome resize(String serviceId, long version, Allotment to) {
    return services.resize(serviceId, version, to);
  }

  @Override
  public Outcome replaceTasks(String serviceId, long version) {
    return services.replaceTasks(serviceId, version);
  }

  @Override
  public Outcome setAvailability(String nodeId, long version, String availability) {
    String path = "/nodes/" + PathPart.of(nodeId);
    try {
      Answer answer = api.get(path);
      if (!answer.isSuccess()) {
        return answer.outcome();
      }
      RawJson node = answer.json();
      long current = node.tree().path("Version").path("Index").asLong();
      if (current != version) {
        return new Outcome.Conflict("decided on version " + version + ", it is at " + current);
      }
      RawJson spec =
          node.find("/Spec").orElse(RawJson.of("{}")).with("/Availability", quoted(availability));
      return api.post(path + "/update?version=" + version, spec).outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  @Override
  public Outcome updateContainer(String containerId, RawJson resources) {
    try {
      return api.post("/containers/" + PathPart.of(containerId) + "/update", resources).outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  @Override
  public Outcome updateService(String serviceId, long version, RawJson spec) {
    return services.update(serviceId, version, spec);
  }

  @Override
  public Outcome create(String path, RawJson object) {
    try {
      return api.post(path, object).outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  @Override
  public Outcome remove(String path) {
    try {
      Answer answer = api.delete(path);
      return answer.status() == 404 ? new Outcome.Applied("was gone already") : answer.outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  @Override
  public Outcome rollBack(String serviceId, long version) {
    return services.rollBack(serviceId, version);
  }

  @Override
  public Optional<ConfigObject> config(String name) {
    return configs.named(name);
  }

  @Override
  public List<ConfigObject> configsLabelled(String labelKey) {
    return configs.labelled(labelKey);
  }

  @Override
  public Outcome createConfig(String name, Map<String, String> labels) {
    return configs.create(name, labels);
  }

  @Override
  public Outcome updateConfigLabels(ConfigObject observed, Map<String, String> labels) {
    return configs.updateLabels(observed, labels);
  }

  @Override
  public Outcome removeConfig(String id) {
    return configs.remove(id);
  }

  @Override
  public EventFeed watch(EventListener listener) {
    EventStream stream = EventStream.start(api, listener, Backoff.EVENTS);
    feeds.add(stream);
    return () -> {
      feeds.remove(stream);
      stream.close();
    };
  }

  @Override
  public String apiVersion() {
    return api.version().toString();
  }

  /** Ends all feeds and gives the connections up. */
  @Override
  public void close() {
    feeds.forEach(EventFeed::close);
    feeds.clear();
    api.close();
  }
}
