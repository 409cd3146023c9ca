package io.drover.scaling.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.ServiceView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.scaling.decide.vertical.JvmHeap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads out of services' specs what their JVMs' heaps may grow to, each version of a service once.
 * Looked at are command, arguments and the variables that JVMs and their images read options from;
 * nothing but the number is kept of them.
 */
public final class JvmHeaps {
  private static final Set<String> VARIABLES =
      Set.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  private final Engine engine;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(long version, JvmHeap heap) {}

  /** Heaps of this Swarm's services. */
  public JvmHeaps(Engine engine) {
    this.engine = engine;
  }

  /** The heap of a service; asks the engine unless this version of it was seen before. */
  public JvmHeap of(ServiceView service) {
    Entry known = entries.get(service.id());
    if (known != null && known.version() == service.version()) {
      return known.heap();
    }
    try {
      JvmHeap heap =
          engine
              .inspect("/services/" + service.id())
              .map(raw -> in(raw.tree().path("Spec")))
              .orElse(new JvmHeap.Unknown("the service is gone"));
      entries.put(service.id(), new Entry(service.version(), heap));
      return heap;
    } catch (EngineException away) {
      return new JvmHeap.Unknown(away.getMessage());
    }
  }

  /** Forgets services that are no more. */
  public void keepOnly(Collection<String> serviceIds) {
    entries.keySet().retainAll(serviceIds);
  }

  static JvmHeap in(JsonNode spec) {
    JsonNode container = spec.path("TaskTemplate").path("ContainerSpec");
    List<String> options = new ArrayList<>();
    container.path("Command").forEach(word -> options.add(word.asText()));
    container.path("Args").forEach(word -> options.add(word.asText()));
    for (JsonNode variable : container.path("Env")) {
      String[] parts = variable.asText().split("=", 2);
      if (parts.length == 2 && VARIABLES.contains(parts[0])) {
        options.add(parts[1]);
      }
    }
    return JvmHeap.in(options);
  }
}
