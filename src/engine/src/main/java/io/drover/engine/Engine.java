package io.drover.engine;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Docker Engine API of one engine, as Drover uses it. All calls block, so they belong on
 * virtual threads. Reading throws {@link EngineException}; writing answers with an {@link Outcome}
 * and never throws for what an engine can answer. Nothing is retried in here.
 */
public interface Engine extends AutoCloseable {

  /** Services, tasks and nodes; asks a manager three times. */
  ClusterSnapshot snapshot();

  /** The objects of a list endpoint, raw: {@code "/networks"}, {@code "/containers/json"}. */
  List<RawJson> list(String path);

  /**
   * One object, raw: {@code "/services/<id>"}, {@code "/info"}; absent when the engine knows none.
   */
  Optional<RawJson> inspect(String path);

  /**
   * The beginning of an answer that is no JSON, such as logs; absent when the engine knows no such
   * object.
   *
   * @param most bytes that are read at most
   * @throws EngineException also when the answer did not end within this time, or that many bytes
   */
  Optional<byte[]> read(String path, int most, Duration within);

  /**
   * Sets a service's replica count by editing the raw spec that the engine holds, conditional on
   * the version; every other byte of the spec goes back as it came.
   *
   * @param version the version index that the decision was made on; when the service has moved on
   *     since, the answer is {@link Outcome.Conflict}
   */
  Outcome setReplicas(String serviceId, long version, int replicas);

  /**
   * Changes what a service reserves and limits its tasks to by editing the raw spec that the engine
   * holds, conditional on the version; every other byte goes back as it came, generic resources
   * included.
   *
   * @param to what is absent stays as it is
   */
  Outcome resize(String serviceId, long version, Allotment to);

  /** Has Swarm replace all tasks of a service as its {@code update_config} says. */
  Outcome replaceTasks(String serviceId, long version);

  /**
   * Sets a node's availability by editing the raw spec that the engine holds, conditional on the
   * version; its labels and its role stay.
   *
   * @param availability active, pause or drain
   */
  Outcome setAvailability(String nodeId, long version, String availability);

  /**
   * Changes the limits of a running container ({@code POST /containers/<id>/update}).
   *
   * @param resources the members of its {@code HostConfig} that change
   */
  Outcome updateContainer(String containerId, RawJson resources);

  /**
   * Writes an edited service spec.
   *
   * @param version the version index that the spec was read at
   * @param spec the whole spec
   */
  Outcome updateService(String serviceId, long version, RawJson spec);

  /**
   * Makes an object: {@code "/networks/create"}, {@code "/configs/create"}, {@code
   * "/services/create"}. {@link Outcome.Conflict} when the name is taken.
   *
   * @param object what the engine's API takes
   */
  Outcome create(String path, RawJson object);

  /**
   * Removes an object: {@code "/services/<id>"}; one that is gone already counts as applied.
   *
   * @param path as {@link #inspect} takes it
   */
  Outcome remove(String path);

  /**
   * Has Swarm give a service back what it was before its last update, as {@code docker service
   * rollback} does: by its {@code rollback_config}, conditional on the version. {@link
   * Outcome.Failed} when there was no update.
   */
  Outcome rollBack(String serviceId, long version);

  /** The Swarm config object of this name, if there is one. */
  Optional<ConfigObject> config(String name);

  /** All Swarm config objects that bear this label key. */
  List<ConfigObject> configsLabelled(String labelKey);

  /** Creates a config object without content; {@link Outcome.Conflict} when the name is taken. */
  Outcome createConfig(String name, Map<String, String> labels);

  /** Replaces the labels of a config object by compare-and-swap on its version. */
  Outcome updateConfigLabels(ConfigObject observed, Map<String, String> labels);

  /** Removes a config object; one that is gone already counts as applied. */
  Outcome removeConfig(String id);

  /**
   * Watches the engine's events on a thread of its own until the feed is closed; reconnects with
   * back-off. Events get lost, so they only ever hasten a round.
   */
  EventFeed watch(EventListener listener);

  /** The API version in use, for example {@code 1.41}. */
  String apiVersion();

  @Override
  void close();

  /** A running subscription to events. */
  interface EventFeed extends AutoCloseable {
    @Override
    void close();
  }

  /** Hears of changes. */
  interface EventListener {
    /** An object of this type (service, node, config, container, …) did this. */
    void onEvent(Event event);

    /**
     * The feed was (re)connected: anything may have happened meanwhile, observe everything anew.
     */
    void onResync();
  }

  /**
   * One event.
   *
   * @param type kind of object, as the Engine API writes it
   * @param action what happened
   * @param id the object's id
   * @param attributes name and other facts
   */
  record Event(String type, String action, String id, Map<String, String> attributes) {
    public Event {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * A Swarm config object, without its content.
   *
   * @param id id
   * @param version version index
   * @param name unique name
   * @param labels its labels
   */
  record ConfigObject(String id, long version, String name, Map<String, String> labels) {
    public ConfigObject {
      labels = Map.copyOf(labels);
    }
  }
}
