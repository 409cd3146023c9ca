package io.drover.failover.mirror.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.core.placement.Platform;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.engine.StackReader;
import io.drover.failover.mirror.ConfigObject;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.NetworkObject;
import io.drover.failover.mirror.NetworkObject.Range;
import io.drover.failover.mirror.Reference;
import io.drover.failover.mirror.Standby;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads both sites, each through one of its managers. Never throws for what an engine says. */
public final class MirrorReader {
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9._:/@-]{1,512}");

  private MirrorReader() {}

  /** What the primary has; unknown when any part of it could not be read. */
  public static Reading<Holdings> primary(Engine engine, Set<String> stacks, InstantSource clock) {
    return reading(
        "the primary's",
        clock,
        () -> {
          List<RawJson> services = engine.list("/services");
          Map<String, Range> ranges = NetworkReader.ranges(engine.list("/tasks"));
          return holdings(engine, of(stacks, services), Set.of(), ranges);
        });
  }

  /**
   * What the stand-by has; unknown when any part of it but images could not be read.
   *
   * @param primary what is to be mirrored
   */
  public static Reading<Standby> standby(
      Engine engine, Set<String> stacks, Holdings primary, InstantSource clock) {
    return reading(
        "the stand-by's",
        clock,
        () -> {
          List<RawJson> services = engine.list("/services");
          List<RawJson> described = of(stacks, services);
          Set<String> networks =
              primary.services().stream()
                  .flatMap(service -> service.uses().networks().stream())
                  .collect(Collectors.toSet());
          return new Standby(
              holdings(engine, described, networks, Map.of()),
              engine.list("/nodes").stream().map(MirrorReader::node).toList(),
              services.stream()
                  .filter(one -> !described.contains(one))
                  .map(one -> EngineReader.service(one.tree()))
                  .toList(),
              ports(services),
              images(engine, primary, clock));
        });
  }

  private static <T> Reading<T> reading(String whose, InstantSource clock, Supplier<T> read) {
    try {
      return Reading.known(read.get(), clock.instant());
    } catch (EngineException | IllegalStateException | IllegalArgumentException e) {
      return Reading.unknown(whose + " engine could not be read: " + e.getMessage());
    }
  }

  private static List<RawJson> of(Set<String> stacks, List<RawJson> services) {
    return services.stream()
        .filter(one -> stacks.contains(StackReader.stackOf(one.tree())))
        .toList();
  }

  private static Holdings holdings(
      Engine engine, List<RawJson> services, Set<String> wanted, Map<String, Range> ranges) {
    Set<String> networks = new TreeSet<>(wanted);
    services.stream()
        .flatMap(one -> Reference.in(one.tree().path("Spec")).stream())
        .filter(reference -> reference.kind() == Reference.Kind.NETWORK)
        .forEach(reference -> networks.add(reference.id()));
    Holdings objects =
        new Holdings(
            List.of(),
            networks(engine, networks, ranges),
            engine.list("/configs").stream().map(MirrorReader::config).toList(),
            secrets(engine));
    Holdings.Names names = objects.names();
    List<MirroredService> read =
        services.stream().map(one -> ServiceReader.read(one, names)).toList();
    return new Holdings(read, objects.networks(), objects.configs(), objects.secrets());
  }

  /** Those of each node, such as {@code host}, have a twin in the Swarm that no list shows. */
  private static List<NetworkObject> networks(
      Engine engine, Set<String> terms, Map<String, Range> ranges) {
    List<NetworkObject> all = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (RawJson json : engine.list("/networks")) {
      if (json.tree().path("Scope").asText("").equals("swarm")) {
        NetworkObject network = NetworkReader.read(json, ranges);
        all.add(network);
        known.add(network.id());
        known.add(network.name());
      }
    }
    for (String term : terms) {
      if (!known.contains(term)) {
        engine
            .inspect(
                "/networks/" + URLEncoder.encode(term, StandardCharsets.UTF_8) + "?scope=swarm")
            .ifPresent(json -> all.add(NetworkReader.read(json, ranges)));
      }
    }
    return all;
  }

  private static ConfigObject config(RawJson json) {
    JsonNode tree = json.tree();
    return new ConfigObject(
        tree.path("ID").asText(""),
        tree.at("/Spec/Name").asText(""),
        StackReader.stackOf(tree),
        digest(tree.at("/Spec/Data").asText("") + tree.at("/Spec/Templating/Name").asText("")),
        json.find("/Spec")
            .orElseThrow(() -> new IllegalStateException("a config came without a spec")));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, String> secrets(Engine engine) {
    Map<String, String> ids = new HashMap<>();
    for (RawJson secret : engine.list("/secrets")) {
      JsonNode tree = secret.tree();
      ids.put(tree.at("/Spec/Name").asText(""), tree.path("ID").asText(""));
    }
    return ids;
  }

  private static Standby.Node node(RawJson json) {
    JsonNode tree = json.tree();
    Map<String, String> labels = new HashMap<>();
    tree.at("/Description/Engine/Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
    return new Standby.Node(
        EngineReader.node(tree),
        new Platform(
            tree.at("/Description/Platform/OS").asText(""),
            tree.at("/Description/Platform/Architecture").asText("")),
        labels);
  }

  private static Map<String, String> ports(List<RawJson> services) {
    Map<String, String> holders = new HashMap<>();
    for (RawJson service : services) {
      JsonNode spec = service.tree().path("Spec");
      ServiceReader.ports(spec).forEach(port -> holders.put(port, spec.path("Name").asText("")));
    }
    return holders;
  }

  private static Map<String, Reading<Boolean>> images(
      Engine engine, Holdings primary, InstantSource clock) {
    Map<String, Reading<Boolean>> images = new HashMap<>();
    for (MirroredService service : primary.services()) {
      String image = service.uses().image();
      if (!image.isEmpty()) {
        images.computeIfAbsent(image, one -> image(engine, one, clock));
      }
    }
    return images;
  }

  private static Reading<Boolean> image(Engine engine, String image, InstantSource clock) {
    if (!IMAGE.matcher(image).matches()) {
      return Reading.unknown("no engine takes such a name");
    }
    try {
      boolean there = engine.inspect("/images/" + image + "/json").isPresent();
      return Reading.known(there, clock.instant());
    } catch (EngineException e) {
      return Reading.unknown(e.getMessage());
    }
  }
}
