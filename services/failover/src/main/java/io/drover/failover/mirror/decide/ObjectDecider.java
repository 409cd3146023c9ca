package io.drover.failover.mirror.decide;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ObjectKind;
import io.drover.failover.mirror.ConfigObject;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.NetworkObject;
import io.drover.failover.mirror.NetworkObject.Range;
import io.drover.failover.mirror.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides on networks and configs of the described stacks. What is not there is made; what is there
 * and differs is somebody's own, and stays as it is.
 */
final class ObjectDecider {
  private static final String OVERLAY = "overlay";

  private final Set<String> stacks;
  private final Holdings primary;
  private final Holdings standby;
  private final Draft draft;
  private final List<Subnet> taken = new ArrayList<>();

  /** Made after those with addresses of their own, else Swarm might choose just these. */
  private final List<NetworkObject> last = new ArrayList<>();

  ObjectDecider(Set<String> stacks, Holdings primary, Holdings standby, Draft draft) {
    this.stacks = stacks;
    this.primary = primary;
    this.standby = standby;
    this.draft = draft;
  }

  void decide() {
    standby.networks().forEach(network -> taken.addAll(network.subnets()));
    primary.networks().stream()
        .filter(network -> stacks.contains(network.stack()) && !network.isIngress())
        .sorted(Comparator.comparing(NetworkObject::name))
        .forEach(this::network);
    last.forEach(network -> make(network, false));
    primary.configs().stream()
        .filter(config -> stacks.contains(config.stack()))
        .sorted(Comparator.comparing(ConfigObject::name))
        .forEach(this::config);
  }

  private void network(NetworkObject network) {
    Optional<NetworkObject> there = standby.network(network.name());
    if (there.isPresent()) {
      compare(network, there.get());
      return;
    }
    if (!network.driver().equals(OVERLAY)) {
      draft.find(
          Finding.Code.MISSING_NETWORK,
          network.name(),
          "%s is not there, and only overlay networks are mirrored, no %s ones: create it"
              .formatted(named(network), network.driver()));
      return;
    }
    Optional<Subnet> collision =
        network.subnets().stream()
            .filter(subnet -> taken.stream().anyMatch(subnet::overlaps))
            .findFirst();
    if (collision.isPresent() && network.range() == Range.DECLARED) {
      draft.find(
          Finding.Code.SUBNET_TAKEN,
          network.name(),
          "%s can't be made: another network of the stand-by has addresses of %s; create it with others, or move that one"
              .formatted(named(network), collision.get()));
      return;
    }
    // Whoever asked for certain addresses is told later, by a task, if these turn out to be others.
    boolean withRange = network.range() != Range.CHOSEN_BY_SWARM && collision.isEmpty();
    if (withRange) {
      taken.addAll(network.subnets());
      make(network, true);
    } else {
      last.add(network);
    }
  }

  private void make(NetworkObject network, boolean withRange) {
    draft.write(
        new Action.CreateObject(ObjectKind.NETWORK, network.name(), ""),
        network.name(),
        new MirrorWrite.MakeNetwork(network, withRange),
        "NetworkAbsent",
        withRange
            ? "the primary has it, with addresses of " + texts(network.subnets())
            : "the primary has it; the stand-by's Swarm chooses its addresses");
  }

  private void compare(NetworkObject network, NetworkObject there) {
    List<String> differences = new ArrayList<>();
    List<String> settings = network.settings().differences(there.settings());
    if (!settings.isEmpty()) {
      differences.add("it is set up in another way in " + String.join(", ", settings));
    }
    String wanted = texts(network.subnets());
    String has = texts(there.subnets());
    if (there.subnets().isEmpty() && !network.subnets().isEmpty()) {
      differences.add("Swarm could give it no addresses");
    } else if (network.range() == Range.DECLARED && !wanted.equals(has)) {
      differences.add("its addresses are %s at the primary, %s here".formatted(wanted, has));
    }
    if (!differences.isEmpty()) {
      draft.find(
          Finding.Code.NETWORK_DIFFERS,
          network.name(),
          "%s is there, but differs: %s; remove it and the services that use it, and they are made anew"
              .formatted(named(network), String.join("; ", differences)));
    }
  }

  private void config(ConfigObject config) {
    Optional<ConfigObject> there = standby.config(config.name());
    if (there.isEmpty()) {
      draft.write(
          new Action.CreateObject(ObjectKind.CONFIG, config.name(), ""),
          config.name(),
          new MirrorWrite.MakeConfig(config),
          "ConfigAbsent",
          "the primary has it");
    }
  }

  private String named(NetworkObject network) {
    String users =
        primary.services().stream()
            .filter(service -> service.uses().networks().contains(network.name()))
            .map(MirroredService::name)
            .sorted()
            .collect(Collectors.joining(", "));
    return "network %s (used by %s)".formatted(network.name(), users.isEmpty() ? "none" : users);
  }

  private static String texts(List<Subnet> subnets) {
    return subnets.isEmpty()
        ? "none"
        : subnets.stream().map(Subnet::text).sorted().collect(Collectors.joining(", "));
  }
}
