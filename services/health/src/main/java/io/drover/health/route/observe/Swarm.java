package io.drover.health.route.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Reads what routing needs of the Swarm, sparingly, since rounds follow quickly while something
 * changes: services and nodes once a period, or when an event tells of them; tasks in each round,
 * but only those of services that matter.
 */
public final class Swarm {
  /** Labels that say nothing of routing. */
  private static final List<String> OTHERS =
      List.of(
          "drover.scale.",
          "drover.schedule.",
          "drover.resize.",
          "drover.limits.",
          "drover.reservations.",
          "drover.place.",
          "drover.node.",
          "drover.metrics.",
          "drover.backup.",
          "drover.failover.");

  /**
   * With more services in one request all tasks are asked for: an address must not grow endless.
   */
  private static final int MOST_NAMED = 200;

  private static final String MARK = "drover.route.";

  private final Function<String, List<RawJson>> engine;
  private final Duration keep;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private Map<String, Entry> parsed = Map.of();
  private List<Entry> services = List.of();
  private Map<String, NodeView> nodes = Map.of();
  private Instant readAt = Instant.EPOCH;

  /**
   * A service with what its labels came to.
   *
   * @param service the service
   * @param parsed its labels
   */
  public record Entry(ServiceView service, Parsed parsed) {
    /** Whether its tasks matter: it has a route, or it may have one once its labels are right. */
    boolean matters() {
      return switch (parsed) {
        case Parsed.Governed(var policy, var warnings) -> policy.route().isPresent();
        case Parsed.Rejected wrong -> true;
        case Parsed.Ungoverned none -> false;
      };
    }

    /** Whether a label that is about routing is on it. */
    boolean mentionsRoute() {
      return service.labels().keySet().stream().anyMatch(key -> key.startsWith(MARK));
    }
  }

  /**
   * What one reading found.
   *
   * @param services those that matter
   * @param nodes all, by id
   * @param tasks those services' tasks, ended ones included, by service
   */
  public record Reading(
      List<Entry> services, Map<String, NodeView> nodes, Map<String, List<JsonNode>> tasks) {}

  /**
   * A view of this engine's Swarm.
   *
   * @param engine the raw objects of a list endpoint
   * @param keep how long services and nodes are taken for unchanged without an event
   */
  public Swarm(Function<String, List<RawJson>> engine, Duration keep) {
    this.engine = engine;
    this.keep = keep;
  }

  /** An event told of services or nodes: they are read anew. */
  public void changed() {
    changed.set(true);
  }

  /**
   * Reads.
   *
   * @throws io.drover.engine.EngineException when the engine does not answer
   */
  public Reading read(Instant now) {
    // Taken back first: an event during the reading must not be lost.
    if (changed.getAndSet(false) || Duration.between(readAt, now).compareTo(keep) >= 0) {
      try {
        readSlowParts();
        readAt = now;
      } catch (RuntimeException failed) {
        changed.set(true);
        throw failed;
      }
    }
    return new Reading(services, nodes, tasks());
  }

  private void readSlowParts() {
    Map<String, Entry> next = new HashMap<>();
    List<Entry> relevant = new ArrayList<>();
    for (var raw : engine.apply("/services")) {
      ServiceView service = EngineReader.service(raw.tree());
      Entry known = parsed.get(service.id());
      Entry entry =
          known != null && known.service().version() == service.version()
              ? new Entry(service, known.parsed())
              : new Entry(service, parse(service));
      next.put(service.id(), entry);
      if (entry.matters()) {
        relevant.add(entry);
      }
    }
    Map<String, NodeView> byId = new HashMap<>();
    for (var raw : engine.apply("/nodes")) {
      NodeView node = EngineReader.node(raw.tree());
      byId.put(node.id(), node);
    }
    parsed = next;
    services = List.copyOf(relevant);
    nodes = Map.copyOf(byId);
  }

  /**
   * A mistake in labels of other concerns must not freeze members, which the next rollout replaces.
   */
  private static Parsed parse(ServiceView service) {
    Parsed all = PolicyParser.parse(service);
    if (!(all instanceof Parsed.Rejected)) {
      return all;
    }
    Map<String, String> own = new HashMap<>(service.labels());
    own.keySet().removeIf(key -> OTHERS.stream().anyMatch(key::startsWith));
    Parsed route =
        PolicyParser.parse(
            new ServiceView(
                service.id(),
                service.name(),
                service.version(),
                service.mode(),
                own,
                Map.of(),
                service.reservations(),
                service.limits(),
                service.rollout(),
                service.createdAt(),
                service.updatedAt()));
    return route instanceof Parsed.Governed(ServicePolicy policy, var warnings)
            && policy.route().isPresent()
        ? route
        : all;
  }

  private Map<String, List<JsonNode>> tasks() {
    Map<String, List<JsonNode>> byService = new HashMap<>();
    if (services.isEmpty()) {
      return byService;
    }
    List<String> ids = services.stream().map(entry -> entry.service().id()).toList();
    for (var raw :
        engine.apply(ids.size() > MOST_NAMED ? "/tasks" : "/tasks?filters=" + only(ids))) {
      JsonNode task = raw.tree();
      byService
          .computeIfAbsent(task.path("ServiceID").asText(""), id -> new ArrayList<>())
          .add(task);
    }
    byService.keySet().retainAll(ids);
    return byService;
  }

  private static String only(List<String> ids) {
    String list = ids.stream().map(id -> "\"" + id + "\"").reduce((a, b) -> a + "," + b).orElse("");
    return URLEncoder.encode("{\"service\":[" + list + "]}", StandardCharsets.UTF_8);
  }
}
