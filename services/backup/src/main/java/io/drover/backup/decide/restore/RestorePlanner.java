package io.drover.backup.decide.restore;

import io.drover.backup.decide.restore.RestoreFacts.Node;
import io.drover.backup.decide.restore.RestoreFacts.Service;
import io.drover.backup.decide.restore.RestoreFacts.Volume;
import io.drover.backup.decide.restore.RestorePlan.Change;
import io.drover.backup.decide.restore.RestorePlan.Item;
import io.drover.backup.decide.restore.RestorePlan.Kind;
import io.drover.core.decision.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans a restore: a pure total function of its facts. */
public final class RestorePlanner {
  private static final String HOSTNAME = "node.hostname==";

  private final RestoreFacts facts;
  private final Names names;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, String> pins = new TreeMap<>();
  private final Map<String, List<Integer>> dropped = new TreeMap<>();
  private final List<Reason> refusals = new ArrayList<>();
  private final List<Reason> notes = new ArrayList<>();

  private RestorePlanner(RestoreFacts facts) {
    this.facts = facts;
    this.names = facts.names();
  }

  /** What a restore does, what is missing, what is refused. */
  public static RestorePlan plan(RestoreFacts facts) {
    return new RestorePlanner(facts).plan();
  }

  private RestorePlan plan() {
    boolean whole = facts.wish().volumes().isEmpty();
    if (whole) {
      networks();
      configs();
    }
    volumes();
    if (whole) {
      services();
    }
    return new RestorePlan(items, pins, dropped, refusals, notes);
  }

  private void networks() {
    for (String network : sorted(facts.held().networks())) {
      String name = names.of(network);
      boolean there = facts.present().networks().contains(name);
      add(Kind.NETWORK, network, name, "", "", there ? Change.KEEP : Change.CREATE);
    }
  }

  /** What is in a config can't be changed, and whoever uses it may need what is in it. */
  private void configs() {
    new TreeMap<>(facts.held().configs())
        .forEach(
            (config, digest) -> {
              String name = names.of(config);
              String there = facts.present().configs().get(name);
              if (there != null && !there.equals(digest)) {
                refuse(
                    "ConfigDiffers",
                    "config %s is there with other content, which can't be changed: remove it first, or restore as another stack"
                        .formatted(name));
              }
              add(Kind.CONFIG, config, name, "", "", there == null ? Change.CREATE : Change.KEEP);
            });
  }

  private void volumes() {
    List<Volume> wanted =
        facts.held().volumes().stream()
            .filter(
                volume ->
                    facts.wish().volumes().isEmpty()
                        || facts.wish().volumes().contains(volume.name()))
            .sorted(Comparator.comparing(Volume::name).thenComparing(Volume::node))
            .toList();
    Set<String> found = wanted.stream().map(Volume::name).collect(Collectors.toSet());
    for (String name : sorted(facts.wish().volumes())) {
      if (!found.contains(name)) {
        refuse("NoSuchVolume", "the backup holds no volume " + name);
      }
    }
    for (String name : sorted(facts.wish().nodes().keySet())) {
      if (!found.contains(name)) {
        refuse(
            "NoSuchVolume", "a node is named for volume %s, which is not restored".formatted(name));
      }
    }
    // Volumes of one service have to be on one node.
    Map<String, String> chosen = new HashMap<>();
    for (Volume volume : wanted) {
      String asked = facts.wish().nodes().get(volume.name());
      if (asked != null) {
        volume.services().forEach(service -> chosen.put(service, asked));
      }
    }
    for (Volume volume : wanted) {
      place(volume, chosen, wanted).ifPresent(node -> volume(volume, node));
    }
  }

  private Optional<Node> place(Volume volume, Map<String, String> chosen, List<Volume> wanted) {
    String asked = facts.wish().nodes().get(volume.name());
    long copies = wanted.stream().filter(one -> one.name().equals(volume.name())).count();
    if (asked != null && copies > 1) {
      refuse(
          "SeveralCopies",
          "the backup holds volume %s of %d nodes: it can't go to %s alone"
              .formatted(volume.name(), copies, asked));
      return Optional.empty();
    }
    String together =
        volume.services().stream()
            .map(chosen::get)
            .filter(node -> node != null)
            .findFirst()
            .orElse("");
    String wish = asked != null ? asked : !together.isEmpty() && copies == 1 ? together : "";
    Optional<Node> node = wish.isEmpty() ? usable(volume.node()) : usable(wish);
    if (node.isEmpty() && !wish.isEmpty()) {
      refuse(
          "NodeNotUsable",
          "volume %s can't go to %s: there is no such node that takes tasks and whose agent answers"
              .formatted(volume.name(), wish));
      return Optional.empty();
    }
    if (node.isEmpty() && copies > 1) {
      refuse(
          "NodeNotUsable",
          "volume %s of node %s has no place: the node is not there, or its agent does not answer"
              .formatted(volume.name(), volume.node()));
      return Optional.empty();
    }
    if (node.isEmpty()) {
      node =
          facts.present().nodes().stream()
              .filter(Node::usable)
              .min(Comparator.comparing(Node::hostname));
      node.ifPresentOrElse(
          other ->
              note(
                  "OtherNode",
                  "volume %s goes to %s: %s is not there, or its agent does not answer"
                      .formatted(volume.name(), other.hostname(), volume.node())),
          () -> refuse("NodeNotUsable", "no node takes tasks and has an agent that answers"));
    }
    if (copies == 1) {
      node.ifPresent(
          where -> volume.services().forEach(service -> chosen.put(service, where.hostname())));
    }
    return node;
  }

  private Optional<Node> usable(String hostname) {
    return facts.present().nodes().stream()
        .filter(node -> node.usable() && node.hostname().equals(hostname))
        .findFirst();
  }

  private void volume(Volume volume, Node node) {
    String name = names.ofVolume(volume.name());
    boolean there = node.volumes().containsKey(name);
    Item item =
        add(
            Kind.VOLUME,
            volume.name(),
            name,
            node.hostname(),
            volume.node(),
            there ? Change.REPLACE : Change.CREATE);
    boolean ours = facts.present().ours().contains(item.key());
    if (there && !ours && !facts.wish().replace()) {
      refuse(
          "VolumeExists",
          "volume %s is on %s already: replace it, or restore as another stack"
              .formatted(name, node.hostname()));
    }
    List<String> users = node.volumes().getOrDefault(name, List.of());
    Set<String> stays = new TreeSet<>(users);
    if (facts.wish().volumes().isEmpty() && facts.wish().replace()) {
      // Those are stopped first; a global one can't be.
      facts.held().services().stream()
          .filter(service -> !service.global())
          .forEach(service -> stays.remove(names.of(service.name())));
    }
    if (!stays.isEmpty() && !ours && !facts.wish().inUse()) {
      refuse(
          "VolumeInUse",
          "volume %s on %s is in use by %s"
              .formatted(name, node.hostname(), String.join(", ", stays)));
    }
    pin(volume, node);
  }

  /** Started on another node, a service would find an empty volume. */
  private void pin(Volume volume, Node node) {
    if (!volume.local()) {
      return;
    }
    for (Service service : facts.held().services()) {
      if (!service.global()
          && volume.services().contains(service.name())
          && !names(service.constraints(), node.hostname())) {
        pins.put(service.name(), node.hostname());
      }
    }
  }

  private static boolean names(List<String> constraints, String hostname) {
    return constraints.stream()
        .map(constraint -> constraint.replace(" ", ""))
        .anyMatch(constraint -> constraint.equals(HOSTNAME + hostname));
  }

  private void services() {
    Set<String> ids = facts.present().nodes().stream().map(Node::id).collect(Collectors.toSet());
    pins.forEach(
        (service, node) ->
            note("Pinned", "%s is tied to %s, where its volume is".formatted(service, node)));
    for (Service service :
        facts.held().services().stream().sorted(Comparator.comparing(Service::name)).toList()) {
      String name = names.of(service.name());
      boolean there = facts.present().services().contains(name);
      Item item =
          add(Kind.SERVICE, service.name(), name, "", "", there ? Change.REPLACE : Change.CREATE);
      boolean ours = facts.present().ours().contains(item.key());
      if (there && !ours && !facts.wish().replace()) {
        refuse(
            "ServiceExists",
            "service %s is there already: replace it, or restore as another stack".formatted(name));
      }
      secrets(service);
      ports(service, name);
      constraints(service, ids);
    }
    Set<String> images =
        facts.held().services().stream()
            .map(Service::image)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!images.isEmpty()) {
      note("Images", "nodes must have, or be able to pull: " + String.join(", ", images));
    }
  }

  private void secrets(Service service) {
    for (String secret : sorted(service.secrets())) {
      boolean there =
          facts.present().secrets().contains(secret)
              || facts.present().secrets().contains(names.of(secret));
      if (!there) {
        refuse(
            "SecretMissing",
            "secret %s, which %s uses, is not there; values of secrets can't be backed up: create it"
                .formatted(names.of(secret), service.name()));
      }
    }
  }

  private void ports(Service service, String name) {
    for (Integer port : service.ports().stream().sorted().toList()) {
      String holder = facts.present().ports().getOrDefault(port, name);
      if (!holder.equals(name)) {
        dropped.computeIfAbsent(service.name(), any -> new ArrayList<>()).add(port);
        note(
            "PortTaken", "%s does not publish port %d, which %s has".formatted(name, port, holder));
      }
    }
  }

  private void constraints(Service service, Set<String> nodeIds) {
    for (String constraint : service.constraints()) {
      String plain = constraint.replace(" ", "");
      boolean byId = plain.startsWith("node.id==");
      if (byId
          && !nodeIds.contains(plain.substring("node.id==".length()))
          && !pins.containsKey(service.name())) {
        note(
            "NoSuchNode",
            "%s may run only where %s, and no node has that id: its tasks will wait"
                .formatted(names.of(service.name()), constraint));
      }
    }
  }

  private Item add(Kind kind, String held, String name, String node, String from, Change change) {
    Item item = new Item(kind, held, name, node, from, change);
    items.add(item);
    return item;
  }

  private static List<String> sorted(java.util.Collection<String> texts) {
    return texts.stream().sorted().toList();
  }

  private void refuse(String code, String text) {
    refusals.add(Reason.of(code, text));
  }

  private void note(String code, String text) {
    notes.add(Reason.of(code, text));
  }
}
