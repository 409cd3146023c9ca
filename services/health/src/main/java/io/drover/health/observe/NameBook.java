package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.names.Endpoint;
import io.drover.health.decide.names.NameRules;
import io.drover.health.decide.names.Said;
import io.drover.health.decide.names.Verdict;
import io.drover.health.decide.state.NodeFacts;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.runtime.agents.AgentCalls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks the agents what Docker's name servers on their nodes know of services, some services at a
 * time, and remembers what came of it. An agent can ask for services of the networks that it is in
 * itself, and for no others. For one thread.
 */
final class NameBook {
  /** Names that agents are asked for at a time. */
  static final int AT_A_TIME = 50;

  /** Time between two times. */
  static final Duration EVERY = Duration.ofSeconds(10);

  private static final int FEWEST_ROUNDS = 3;

  private final AgentCalls agents;

  /** By service, then by node. */
  private final Map<String, Map<String, Verdict>> verdicts = new HashMap<>();

  /** Services without a task in any network of an agent: there is nothing to compare. */
  private Set<String> unshared = Set.of();

  private Instant askedAt = Instant.MIN;
  private String lastAsked = "";

  NameBook(AgentCalls agents) {
    this.agents = agents;
  }

  private record Witness(String nodeId, String node, Map<String, Said> said) {}

  /** Nobody looked since. */
  void reset() {
    verdicts.clear();
    unshared = Set.of();
    askedAt = Instant.MIN;
  }

  /** Whether the next look asks. */
  boolean isDue(Instant now) {
    return !askedAt.isAfter(now.minus(EVERY));
  }

  /**
   * What is known of services, by their ids: no verdicts for one that shares no network with an
   * agent, and nothing at all for one that nobody was asked for yet.
   *
   * @param endpoints by service; not looked at where nobody is asked
   */
  Map<String, List<Verdict>> look(
      List<ServiceFacts> services,
      Map<String, List<Endpoint>> endpoints,
      List<NodeFacts> nodes,
      Set<String> agentHosts,
      Instant now) {
    if (isDue(now)) {
      askedAt = now;
      ask(services, endpoints, nodes, agentHosts, now);
    }
    Map<String, List<Verdict>> known = new HashMap<>();
    unshared.forEach(id -> known.put(id, List.of()));
    verdicts.forEach((id, byNode) -> known.put(id, List.copyOf(byNode.values())));
    return known;
  }

  private void ask(
      List<ServiceFacts> services,
      Map<String, List<Endpoint>> endpoints,
      List<NodeFacts> nodes,
      Set<String> agentHosts,
      Instant now) {
    Map<String, Set<String>> networks = networks(endpoints.values(), agentHosts);
    Set<String> all = new HashSet<>();
    networks.values().forEach(all::addAll);
    Map<String, ServiceFacts> reachable = new TreeMap<>();
    Set<String> others = new HashSet<>();
    for (ServiceFacts service : services) {
      if (NameRules.isKnownIn(endpoints.getOrDefault(service.view().id(), List.of()), all)) {
        reachable.put(service.view().name(), service);
      } else if (!all.isEmpty()) {
        others.add(service.view().id());
      }
    }
    unshared = others;
    forgetOld(reachable.values(), now);
    List<ServiceFacts> turn = turn(reachable);
    if (turn.isEmpty()) {
      return;
    }
    Set<String> down = new HashSet<>();
    for (NodeFacts node : nodes) {
      if (!node.view().isReady()) {
        down.add(node.view().id());
      }
    }
    agents
        .postAll("/v1/names", body(turn), NameBook::read)
        .byAgent()
        .forEach(
            (agent, witness) -> {
              Set<String> own = networks.getOrDefault(agent.getHost(), Set.of());
              boolean serves =
                  witness.said().values().stream().anyMatch(Said.Knows.class::isInstance);
              for (ServiceFacts service : turn) {
                String id = service.view().id();
                NameRules.compare(
                        endpoints.getOrDefault(id, List.of()),
                        own,
                        down,
                        witness.said().getOrDefault(service.view().name(), new Said.Silent()),
                        serves,
                        witness.node(),
                        now)
                    .ifPresent(
                        verdict ->
                            verdicts
                                .computeIfAbsent(id, none -> new TreeMap<>())
                                .put(witness.nodeId(), verdict));
              }
            });
  }

  /** Networks of the agents, by the addresses at which they are asked. */
  private static Map<String, Set<String>> networks(
      Collection<List<Endpoint>> endpoints, Set<String> agentHosts) {
    Map<String, String> tasks = new HashMap<>();
    endpoints.forEach(
        all ->
            all.stream()
                .filter(one -> agentHosts.contains(one.address()))
                .filter(one -> one.standing() == Endpoint.Standing.RUNS)
                .forEach(one -> tasks.put(one.taskId(), one.address())));
    Map<String, Set<String>> networks = new HashMap<>();
    endpoints.forEach(
        all ->
            all.stream()
                .filter(one -> tasks.containsKey(one.taskId()))
                .forEach(
                    one ->
                        networks
                            .computeIfAbsent(tasks.get(one.taskId()), host -> new HashSet<>())
                            .add(one.network())));
    return networks;
  }

  /** Those that disagreed are asked for again at once; of the others it is some's turn. */
  private List<ServiceFacts> turn(Map<String, ServiceFacts> reachable) {
    Map<String, ServiceFacts> turn = new LinkedHashMap<>();
    reachable.forEach(
        (name, service) -> {
          boolean disagreed =
              verdicts.getOrDefault(service.view().id(), Map.of()).values().stream()
                  .anyMatch(verdict -> !verdict.agrees());
          if (disagreed && turn.size() < AT_A_TIME / 2) {
            turn.put(name, service);
          }
        });
    List<String> order = new ArrayList<>();
    reachable.keySet().stream().filter(name -> name.compareTo(lastAsked) > 0).forEach(order::add);
    reachable.keySet().stream().filter(name -> name.compareTo(lastAsked) <= 0).forEach(order::add);
    for (String name : order) {
      if (turn.size() >= AT_A_TIME) {
        break;
      }
      turn.put(name, reachable.get(name));
      lastAsked = name;
    }
    return List.copyOf(turn.values());
  }

  /** A verdict counts until its service had its turn some times without another one. */
  private void forgetOld(Collection<ServiceFacts> reachable, Instant now) {
    Set<String> ids = new HashSet<>();
    reachable.forEach(service -> ids.add(service.view().id()));
    verdicts.keySet().retainAll(ids);
    int rounds = FEWEST_ROUNDS * (1 + 2 * ids.size() / AT_A_TIME);
    Instant oldest = now.minus(EVERY.multipliedBy(rounds));
    verdicts.values().forEach(byNode -> byNode.values().removeIf(one -> one.at().isBefore(oldest)));
    verdicts.values().removeIf(Map::isEmpty);
  }

  private static ObjectNode body(List<ServiceFacts> services) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode names = body.putArray("names");
    services.forEach(service -> names.add(TASKS + service.view().name()));
    return body;
  }

  private static final String TASKS = "tasks.";

  private static Witness read(URI agent, JsonNode json) {
    Map<String, Said> said = new HashMap<>();
    json.path("names")
        .properties()
        .forEach(
            entry -> {
              JsonNode answer = entry.getValue();
              Set<String> addresses = new HashSet<>();
              answer.path("addresses").forEach(one -> addresses.add(one.asText()));
              Said what =
                  answer.has("addresses")
                      ? addresses.isEmpty() ? new Said.Nothing() : new Said.Knows(addresses)
                      : answer.has("code") ? new Said.Nothing() : new Said.Silent();
              said.put(entry.getKey().substring(TASKS.length()), what);
            });
    return new Witness(
        json.path("node").path("id").asText(), json.path("node").path("hostname").asText(), said);
  }
}
