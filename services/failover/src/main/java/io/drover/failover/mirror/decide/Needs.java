package io.drover.failover.mirror.decide;

import io.drover.core.decision.Action.ObjectKind;
import io.drover.core.model.Reading;
import io.drover.failover.mirror.ConfigObject;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Standby;
import io.drover.failover.mirror.Uses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What services need of the stand-by: each thing that is missing is found once. */
final class Needs {
  private static final Set<Finding.Code> OF_NETWORKS =
      Set.of(Finding.Code.MISSING_NETWORK, Finding.Code.NETWORK_DIFFERS, Finding.Code.SUBNET_TAKEN);

  private final List<MirroredService> services;
  private final Standby standby;
  private final Holdings primary;
  private final Holdings there;
  private final Draft draft;

  /** Services that lack something, or would start with something else. */
  private final Set<String> incomplete = new HashSet<>();

  Needs(List<MirroredService> services, Standby standby, Holdings primary, Draft draft) {
    this.services = services;
    this.standby = standby;
    this.primary = primary;
    this.there = standby.holdings();
    this.draft = draft;
  }

  /** Finds all that is missing. */
  void find() {
    users(Uses::secrets).forEach(this::secret);
    users(Uses::configs).forEach(this::config);
    users(Uses::networks).forEach(this::network);
    users(uses -> new TreeSet<>(uses.image().isEmpty() ? List.of() : List.of(uses.image())))
        .forEach(this::image);
    for (MirroredService service : services) {
      ports(service);
      if (!service.uses().unresolved().isEmpty()) {
        lacks(
            Finding.Code.UNREADABLE,
            service.name(),
            "%s refers to what is not at the primary: %s"
                .formatted(service.name(), String.join(", ", service.uses().unresolved())),
            List.of(service.name()));
      }
    }
  }

  /** Whether nothing was found of this service. */
  boolean isComplete(MirroredService service) {
    return !incomplete.contains(service.name());
  }

  /** What keeps a service from being written now; empty when it can be. */
  List<String> waitsFor(MirroredService service) {
    List<String> missing = new ArrayList<>();
    Uses uses = service.uses();
    uses.networks().stream()
        .filter(name -> there.network(name).isEmpty())
        .forEach(name -> missing.add("network " + name));
    uses.configs().stream()
        .filter(name -> there.config(name).isEmpty())
        .forEach(name -> missing.add("config " + name));
    uses.secrets().stream()
        .filter(name -> !there.secrets().containsKey(name))
        .forEach(name -> missing.add("secret " + name));
    uses.unresolved().forEach(id -> missing.add("object " + id));
    taken(service).forEach(port -> missing.add("port " + port));
    return missing;
  }

  private Map<String, List<String>> users(Function<Uses, SortedSet<String>> which) {
    Map<String, List<String>> users = new TreeMap<>();
    for (MirroredService service : services) {
      for (String name : which.apply(service.uses())) {
        users.computeIfAbsent(name, any -> new ArrayList<>()).add(service.name());
      }
    }
    return users;
  }

  private void lacks(Finding.Code code, String name, String text, List<String> users) {
    draft.find(code, name, text);
    incomplete.addAll(users);
  }

  private void secret(String name, List<String> users) {
    if (!there.secrets().containsKey(name)) {
      lacks(
          Finding.Code.MISSING_SECRET,
          name,
          "secret %s is not there (used by %s); secrets can't be read: create it"
              .formatted(name, list(users)),
          users);
    }
  }

  private void config(String name, List<String> users) {
    Optional<ConfigObject> has = there.config(name);
    if (has.isEmpty() && !draft.makes(ObjectKind.CONFIG, name)) {
      lacks(
          Finding.Code.MISSING_CONFIG,
          name,
          "config %s is not there (used by %s), and belongs to no described stack: create it"
              .formatted(name, list(users)),
          users);
    }
    boolean same =
        has.map(ConfigObject::digest).equals(primary.config(name).map(ConfigObject::digest));
    if (has.isPresent() && !same) {
      lacks(
          Finding.Code.CONFIG_DIFFERS,
          name,
          "config %s has another content than at the primary (used by %s), and contents can't be changed: remove it, and it is made anew"
              .formatted(name, list(users)),
          users);
    }
  }

  private void network(String name, List<String> users) {
    if (draft.hasFound(name, OF_NETWORKS)) {
      incomplete.addAll(users);
    } else if (there.network(name).isEmpty() && !draft.makes(ObjectKind.NETWORK, name)) {
      lacks(
          Finding.Code.MISSING_NETWORK,
          name,
          "network %s is not there (used by %s), and belongs to no described stack: create it"
              .formatted(name, list(users)),
          users);
    }
  }

  /** Swarm takes no service whose ports are another's, not even one without tasks. */
  private void ports(MirroredService service) {
    for (String port : taken(service)) {
      lacks(
          Finding.Code.PORT_TAKEN,
          service.name(),
          "%s publishes port %s, which %s has at the stand-by"
              .formatted(service.name(), port, standby.ports().get(port)),
          List.of(service.name()));
    }
  }

  private List<String> taken(MirroredService service) {
    return service.uses().ports().stream()
        .filter(port -> !standby.ports().getOrDefault(port, service.name()).equals(service.name()))
        .toList();
  }

  private void image(String image, List<String> users) {
    switch (standby.images().getOrDefault(image, Reading.unknown("it was not looked for"))) {
      case Reading.Known<Boolean>(Boolean present, var at) -> {
        if (!present) {
          lacks(
              Finding.Code.MISSING_IMAGE,
              image,
              "image %s is not at the stand-by's described engine (used by %s): pull it, or it has to be pulled in the disaster"
                  .formatted(image, list(users)),
              users);
        }
      }
      case Reading.Unknown<Boolean>(String why) ->
          lacks(
              Finding.Code.UNREADABLE,
              image,
              "whether the stand-by has image %s is not known: %s".formatted(image, why),
              users);
    }
  }

  private static String list(List<String> users) {
    return String.join(", ", users);
  }
}
