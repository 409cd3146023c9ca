package io.drover.failover.mirror.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.placement.Platform;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.failover.mirror.Content;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Reference;
import io.drover.failover.mirror.Uses;
import io.drover.failover.stacks.SiteService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads one object of {@code GET /services}: a pure mapping. */
public final class ServiceReader {
  private static final String CONSTRAINTS = "/TaskTemplate/Placement/Constraints";

  private ServiceReader() {}

  /**
   * What a service is.
   *
   * @param names of what is at its site
   * @throws IllegalStateException when it came without a spec
   */
  public static MirroredService read(RawJson json, Holdings.Names names) {
    RawJson spec =
        json.find("/Spec")
            .orElseThrow(() -> new IllegalStateException("a service came without a spec"));
    JsonNode tree = spec.tree();
    List<String> constraints = new ArrayList<>();
    tree.at(CONSTRAINTS).forEach(constraint -> constraints.add(constraint.asText()));
    boolean barred = constraints.removeIf(SiteService.NOWHERE::equals);
    return new MirroredService(
        new SiteService(EngineReader.service(json.tree()), spec, barred),
        content(spec, names),
        uses(tree, constraints, names));
  }

  private static Content content(RawJson spec, Holdings.Names names) {
    JsonNode tree = spec.tree();
    for (Reference reference : Reference.in(tree)) {
      names.of(reference).ifPresent(name -> put(tree, reference.pointer(), name));
    }
    remove(tree.path("Labels"), SiteService.OFF);
    remove(tree.path("Labels"), SiteService.REPLICAS);
    remove(tree.at("/Mode/Replicated"), "Replicas");
    if (tree.at(CONSTRAINTS) instanceof ArrayNode constraints) {
      for (int i = constraints.size() - 1; i >= 0; i--) {
        if (constraints.get(i).asText().equals(SiteService.NOWHERE)) {
          constraints.remove(i);
        }
      }
    }
    return Content.of(tree);
  }

  private static void put(JsonNode tree, String pointer, String text) {
    int last = pointer.lastIndexOf('/');
    if (tree.at(pointer.substring(0, last)) instanceof ObjectNode parent) {
      parent.put(pointer.substring(last + 1), text);
    }
  }

  private static void remove(JsonNode object, String member) {
    if (object instanceof ObjectNode node) {
      node.remove(member);
    }
  }

  /**
   * Ports that a spec publishes at every node; those that Swarm is to choose are not among them.
   */
  static SortedSet<String> ports(JsonNode spec) {
    SortedSet<String> ports = new TreeSet<>();
    for (JsonNode port : spec.at("/EndpointSpec/Ports")) {
      int published = port.path("PublishedPort").asInt();
      if (published > 0 && !port.path("PublishMode").asText("ingress").equals("host")) {
        ports.add(published + "/" + port.path("Protocol").asText("tcp"));
      }
    }
    return ports;
  }

  private static Uses uses(JsonNode spec, List<String> constraints, Holdings.Names names) {
    SortedSet<String> networks = new TreeSet<>();
    SortedSet<String> configs = new TreeSet<>();
    SortedSet<String> secrets = new TreeSet<>();
    SortedSet<String> unresolved = new TreeSet<>();
    for (Reference reference : Reference.in(spec)) {
      Optional<String> name = names.of(reference);
      if (name.isEmpty()) {
        unresolved.add(reference.id());
        continue;
      }
      switch (reference.kind()) {
        case NETWORK -> networks.add(name.get());
        case CONFIG -> configs.add(name.get());
        case SECRET -> secrets.add(name.get());
      }
    }
    List<Platform> platforms = new ArrayList<>();
    for (JsonNode platform : spec.at("/TaskTemplate/Placement/Platforms")) {
      platforms.add(
          new Platform(platform.path("OS").asText(""), platform.path("Architecture").asText("")));
    }
    String image = spec.at("/TaskTemplate/ContainerSpec/Image").asText("");
    return new Uses(
        image, networks, configs, secrets, constraints, platforms, ports(spec), unresolved);
  }
}
