package io.drover.backup.decide.restore;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a restore's plan is made of.
 *
 * @param names what things are called
 * @param wish what was asked for
 * @param held what the backup holds
 * @param present what there is in the Swarm
 */
public record RestoreFacts(Names names, Wish wish, Held held, Present present) {

  /**
   * What was asked for.
   *
   * @param volumes the only volumes that are wanted, by their names in the backup, and then nothing
   *     else; empty for the whole stack
   * @param replace whether what is there already may be replaced
   * @param inUse whether a volume may be filled while containers run with it
   * @param nodes where volumes go, by their names in the backup: names of nodes
   */
  public record Wish(
      Set<String> volumes, boolean replace, boolean inUse, Map<String, String> nodes) {
    public Wish {
      volumes = Set.copyOf(volumes);
      nodes = Map.copyOf(nodes);
    }
  }

  /**
   * What the backup holds.
   *
   * @param networks names of networks, those that every Swarm has left out
   * @param configs names of configs, with a digest of what is in them
   * @param volumes volumes
   * @param services services
   */
  public record Held(
      List<String> networks,
      Map<String, String> configs,
      List<Volume> volumes,
      List<Service> services) {
    public Held {
      networks = List.copyOf(networks);
      configs = Map.copyOf(configs);
      volumes = List.copyOf(volumes);
      services = List.copyOf(services);
    }
  }

  /**
   * A volume in the backup.
   *
   * @param name its name
   * @param node the name of the node where it was read
   * @param local whether its content is one node's
   * @param services names of the services that mount it
   * @param bytes content of its files
   */
  public record Volume(String name, String node, boolean local, List<String> services, long bytes) {
    public Volume {
      services = List.copyOf(services);
    }
  }

  /**
   * A service in the backup.
   *
   * @param name its name
   * @param image what it runs
   * @param global whether it has a task on every node
   * @param constraints where its tasks may run, as the spec says
   * @param secrets names of the secrets that it uses
   * @param ports published ports that the whole Swarm has one of
   */
  public record Service(
      String name,
      String image,
      boolean global,
      List<String> constraints,
      Set<String> secrets,
      Set<Integer> ports) {
    public Service {
      constraints = List.copyOf(constraints);
      secrets = Set.copyOf(secrets);
      ports = Set.copyOf(ports);
    }
  }

  /**
   * What there is.
   *
   * @param networks names of networks
   * @param configs names of configs, with a digest of what is in them
   * @param secrets names of secrets
   * @param services names of services
   * @param ports published ports that are taken, with the name of the service that has each
   * @param nodes the nodes
   * @param ours what this restore itself made before it was cut off: of it all may be done again
   */
  public record Present(
      Set<String> networks,
      Map<String, String> configs,
      Set<String> secrets,
      Set<String> services,
      Map<Integer, String> ports,
      List<Node> nodes,
      Set<String> ours) {
    public Present {
      networks = Set.copyOf(networks);
      configs = Map.copyOf(configs);
      secrets = Set.copyOf(secrets);
      services = Set.copyOf(services);
      ports = Map.copyOf(ports);
      nodes = List.copyOf(nodes);
      ours = Set.copyOf(ours);
    }
  }

  /**
   * A node.
   *
   * @param id its id
   * @param hostname its name
   * @param usable whether it takes tasks, and its agent answers
   * @param volumes the volumes of the wanted names that are there, with the services whose
   *     containers run with each
   */
  public record Node(
      String id, String hostname, boolean usable, Map<String, List<String>> volumes) {
    public Node {
      volumes = Map.copyOf(volumes);
    }
  }
}
