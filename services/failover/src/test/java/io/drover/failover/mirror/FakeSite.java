package io.drover.failover.mirror;

import io.drover.core.decision.Outcome;
import io.drover.core.model.ServiceView;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A manager's engine that keeps what it is given, under ids that no other site has. */
public final class FakeSite extends UnusedEngine {
  /** What the engine makes of a spec that it is given. */
  public UnaryOperator<RawJson> keeps = spec -> spec;

  /** Whether it answers nothing. */
  public boolean isDown;

  /** The name of what it refuses to take. */
  public String refuses = "";

  private final String site;
  private final SortedMap<String, SortedMap<String, RawJson>> objects = new TreeMap<>();
  private final Set<String> images = new HashSet<>();
  private final List<String> written = new ArrayList<>();
  private long version = 10;

  /** An empty site whose ids begin so. */
  public FakeSite(String site) {
    this.site = site;
    List.of("services", "tasks", "networks", "configs", "secrets", "nodes")
        .forEach(kind -> objects.put(kind, new TreeMap<>()));
  }

  /** The id that an object of this name has here. */
  public String id(String name) {
    return site + "-" + name;
  }

  /** All that was written by others than the test, in order. */
  public List<String> written() {
    return List.copyOf(written);
  }

  /** Puts a service here, or another in its place. */
  public FakeSite service(String name, String spec) {
    return put("services", name, "{\"ID\":\"%s\",\"Version\":{\"Index\":%d},\"Spec\":%s}", spec);
  }

  /** Puts a service here, with more that is not of its spec. */
  public FakeSite service(String name, String spec, String more) {
    return put(
        "services",
        name,
        "{\"ID\":\"%s\",\"Version\":{\"Index\":%d}," + more + ",\"Spec\":%s}",
        spec);
  }

  /** The spec of a service. */
  public RawJson spec(String name) {
    return objects.get("services").get(name).find("/Spec").orElseThrow();
  }

  /** Puts an overlay network of a stack here. */
  public FakeSite network(String name, String stack, String subnet) {
    return networkWith(
        name,
        stack,
        "\"Driver\":\"overlay\",\"IPAM\":{\"Driver\":\"default\",\"Options\":null,\"Config\":[{\"Subnet\":\"%s\"}]}"
            .formatted(subnet));
  }

  /** Puts a network of a stack here, with these members more. */
  public FakeSite networkWith(String name, String stack, String members) {
    return put(
        "networks",
        name,
        "{\"Id\":\"%s\",\"Made\":%d,%s}",
        "\"Name\":\"%s\",\"Scope\":\"swarm\",\"Labels\":{\"%s\":\"%s\"},\"Options\":{\"com.docker.network.driver.overlay.vxlanid_list\":\"4097\"},%s"
            .formatted(name, ServiceView.STACK_LABEL, stack, members));
  }

  /** Puts a task here that tells who chose the addresses of a network. */
  public FakeSite task(String network, String ipam) {
    return put(
        "tasks",
        network,
        "{\"ID\":\"%s\",\"Made\":%d,\"NetworksAttachments\":[{\"Network\":%s}]}",
        "{\"ID\":\"%s\",\"Spec\":{\"Name\":\"%s\"%s}}".formatted(id(network), network, ipam));
  }

  /** Puts a config of a stack here. */
  public FakeSite config(String name, String stack, String data) {
    return put(
        "configs",
        name,
        "{\"ID\":\"%s\",\"Version\":{\"Index\":%d},\"Spec\":%s}",
        "{\"Name\":\"%s\",\"Labels\":{\"%s\":\"%s\"},\"Data\":\"%s\",\"New\":1.0}"
            .formatted(name, ServiceView.STACK_LABEL, stack, data));
  }

  /** Puts a secret here. */
  public FakeSite secret(String name) {
    return put(
        "secrets",
        name,
        "{\"ID\":\"%s\",\"Version\":{\"Index\":%d},\"Spec\":%s}",
        "{\"Name\":\"%s\"}".formatted(name));
  }

  /** Puts a node here. */
  public FakeSite node(String name, String availability, int cpus, long memory) {
    return put(
        "nodes",
        name,
        "{\"ID\":\"%s\",\"Version\":{\"Index\":%d},%s}",
        """
        "Spec":{"Role":"manager","Availability":"%s","Labels":{"disk":"ssd"}},"Status":{"State":"ready","Addr":"10.9.0.1"},\
        "Description":{"Hostname":"%s","Platform":{"OS":"linux","Architecture":"x86_64"},\
        "Resources":{"NanoCPUs":%d,"MemoryBytes":%d},"Engine":{"Labels":{"zone":"b"}}}"""
            .formatted(availability, name, cpus * 1_000_000_000L, memory));
  }

  /** Puts an image here. */
  public FakeSite image(String name) {
    images.add(name);
    return this;
  }

  /** Takes an object away. */
  public FakeSite without(String kind, String name) {
    if (kind.equals("images")) {
      images.remove(name);
    } else {
      objects.get(kind).remove(name);
    }
    return this;
  }

  private FakeSite put(String kind, String name, String form, String content) {
    version++;
    objects.get(kind).put(name, RawJson.of(form.formatted(id(name), version, content)));
    return this;
  }

  private void answer() {
    if (isDown) {
      throw new EngineException(Outcome.Kind.UNAVAILABLE, "nobody answers", null);
    }
  }

  @Override
  public List<RawJson> list(String path) {
    answer();
    return List.copyOf(objects.get(path.substring(1)).values());
  }

  @Override
  public Optional<RawJson> inspect(String path) {
    answer();
    String[] parts = path.replaceAll("\\?.*", "").split("/", 3);
    String term = URLDecoder.decode(parts[2], StandardCharsets.UTF_8);
    if (parts[1].equals("images")) {
      return images.contains(term.replace("/json", ""))
          ? Optional.of(RawJson.of("{}"))
          : Optional.empty();
    }
    // Those of each node have a twin in the Swarm that no list shows.
    if (parts[1].equals("networks") && (term.equals("host") || term.equals(id("host")))) {
      return Optional.of(
          RawJson.of(
              "{\"Id\":\"%s\",\"Name\":\"host\",\"Scope\":\"swarm\",\"Driver\":\"host\",\"Labels\":null}"
                  .formatted(id("host"))));
    }
    return Optional.ofNullable(objects.get(parts[1]).get(term));
  }

  @Override
  public Outcome create(String path, RawJson object) {
    String kind = path.substring(1).replace("/create", "");
    String name = object.tree().path("Name").asText();
    written.add("create %s %s".formatted(kind, name));
    if (isDown) {
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "nobody answers");
    }
    if (refuses.equals(name)) {
      return new Outcome.Failed(Outcome.Kind.REJECTED, "no %s here".formatted(name));
    }
    if (objects.get(kind).containsKey(name)) {
      return new Outcome.Conflict(name + " is taken");
    }
    switch (kind) {
      case "services" -> service(name, keeps.apply(object).toString());
      case "configs" ->
          put(
              kind,
              name,
              "{\"ID\":\"%s\",\"Version\":{\"Index\":%d},\"Spec\":%s}",
              object.toString());
      default -> objects.get(kind).put(name, object.with("/Id", RawJson.quote(id(name))));
    }
    return new Outcome.Applied("");
  }

  @Override
  public Outcome updateService(String serviceId, long observed, RawJson spec) {
    String name = spec.tree().path("Name").asText();
    written.add("update services " + name);
    if (isDown) {
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "nobody answers");
    }
    RawJson there = objects.get("services").get(name);
    if (there.tree().at("/Version/Index").asLong() != observed) {
      return new Outcome.Conflict("out of sequence");
    }
    service(name, keeps.apply(spec).toString());
    return new Outcome.Applied("");
  }

  @Override
  public void close() {}
}
