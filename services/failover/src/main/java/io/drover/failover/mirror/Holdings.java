package io.drover.failover.mirror;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one site has of the described stacks, and of what they may use.
 *
 * @param services of the described stacks
 * @param networks all of the Swarm, and those of single nodes that services use
 * @param configs all
 * @param secrets ids by name, all
 */
public record Holdings(
    List<MirroredService> services,
    List<NetworkObject> networks,
    List<ConfigObject> configs,
    Map<String, String> secrets) {
  /** Nothing at all. */
  public static final Holdings NONE = new Holdings(List.of(), List.of(), List.of(), Map.of());

  public Holdings {
    services = List.copyOf(services);
    networks = List.copyOf(networks);
    configs = List.copyOf(configs);
    secrets = Map.copyOf(secrets);
  }

  /** The service of this name. */
  public Optional<MirroredService> service(String name) {
    return first(services, one -> one.name().equals(name));
  }

  /** The network of this name. */
  public Optional<NetworkObject> network(String name) {
    return first(networks, one -> one.name().equals(name));
  }

  /** The config of this name. */
  public Optional<ConfigObject> config(String name) {
    return first(configs, one -> one.name().equals(name));
  }

  /** The id that an object has at this site. */
  public Optional<String> id(Reference.Kind kind, String name) {
    return switch (kind) {
      case NETWORK -> network(name).map(NetworkObject::id);
      case CONFIG -> config(name).map(ConfigObject::id);
      case SECRET -> Optional.ofNullable(secrets.get(name));
    };
  }

  /** What ids stand for at this site. */
  public Names names() {
    Map<String, String> secretNames = new HashMap<>();
    secrets.forEach((name, id) -> secretNames.put(id, name));
    return new Names(
        named(networks, NetworkObject::id, NetworkObject::name),
        named(configs, ConfigObject::id, ConfigObject::name),
        secretNames);
  }

  private static <T> Optional<T> first(Collection<T> all, Predicate<T> which) {
    return all.stream().filter(which).findFirst();
  }

  private static <T> Map<String, String> named(
      Collection<T> all, Function<T, String> id, Function<T, String> name) {
    Map<String, String> names = new HashMap<>();
    all.forEach(one -> names.put(id.apply(one), name.apply(one)));
    return names;
  }

  /**
   * Names by id.
   *
   * @param networks of networks
   * @param configs of configs
   * @param secrets of secrets
   */
  public record Names(
      Map<String, String> networks, Map<String, String> configs, Map<String, String> secrets) {
    public Names {
      networks = Map.copyOf(networks);
      configs = Map.copyOf(configs);
      secrets = Map.copyOf(secrets);
    }

    /** What a reference of this site is about; absent when nothing here has that id. */
    public Optional<String> of(Reference reference) {
      Map<String, String> all =
          switch (reference.kind()) {
            case NETWORK -> networks;
            case CONFIG -> configs;
            case SECRET -> secrets;
          };
      // Old specs hold names of networks.
      return all.containsValue(reference.id())
          ? Optional.of(reference.id())
          : Optional.ofNullable(all.get(reference.id()));
    }
  }
}
