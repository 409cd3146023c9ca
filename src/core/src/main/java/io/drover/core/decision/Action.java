package io.drover.core.decision;

import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One thing to do to the Swarm. Later services add their own alternatives here. */
public sealed interface Action {

  /** The service it changes, by id. */
  String serviceId();

  /** One line for an operator. */
  String describe();

  /**
   * Sets a service's replica count.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param version the observed version index, on which the update is conditional
   * @param from the observed count
   * @param to the wanted count
   */
  record SetReplicas(String serviceId, String serviceName, long version, int from, int to)
      implements Action {
    public SetReplicas {
      if (to < 0) {
        throw new IllegalArgumentException("replicas must not be negative: " + to);
      }
    }

    @Override
    public String describe() {
      return "scale " + serviceName + " from " + from + " to " + to;
    }
  }

  /**
   * Changes what a service reserves for and limits its tasks to; Swarm then replaces the tasks as
   * the service's {@code update_config} says.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param version the observed version index, on which the update is conditional
   * @param from what it was observed to be
   * @param to the new amounts; what is absent stays as it is
   */
  record ResizeService(
      String serviceId, String serviceName, long version, Allotment from, Allotment to)
      implements Action {
    @Override
    public String describe() {
      return "resize " + serviceName + " from " + from + " to " + to;
    }
  }

  /**
   * Changes the limits of a task while it runs; its service's spec stays as it is.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param taskId the task
   * @param to the new limits; what is absent stays as it is
   */
  record ResizeTask(String serviceId, String serviceName, String taskId, Resources to)
      implements Action {
    @Override
    public String describe() {
      return "resize the running task %s of %s to %s"
          .formatted(taskId, serviceName, new Allotment(Resources.NONE, to));
    }
  }

  /**
   * Replaces all tasks of a service as its {@code update_config} says, without another change.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param version the observed version index, on which the update is conditional
   */
  record ReplaceTasks(String serviceId, String serviceName, long version) implements Action {
    @Override
    public String describe() {
      return "replace the tasks of " + serviceName;
    }
  }

  /**
   * Gives a service a spec back that it had before.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param version the observed version index, on which the update is conditional
   * @param back what comes back, for people; the spec itself may hold what is nobody's business
   */
  record RestoreService(String serviceId, String serviceName, long version, String back)
      implements Action {
    @Override
    public String describe() {
      return "give " + serviceName + " back what it had: " + back;
    }
  }

  /**
   * Lets a node take tasks, or not.
   *
   * @param nodeId the node
   * @param hostname its name, for people
   * @param version the observed version index, on which the update is conditional
   * @param from what it was observed to be
   * @param to active, pause or drain
   */
  record SetAvailability(String nodeId, String hostname, long version, String from, String to)
      implements Action {

    /** No service in particular. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return "set node " + hostname + " from " + from + " to " + to;
    }
  }

  /**
   * Has the agents tune a service's containers; its spec stays as it is.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param labels its labels of tuning; none gives back what was changed
   */
  record TuneContainers(String serviceId, String serviceName, SortedMap<String, String> labels)
      implements Action {
    public TuneContainers {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    @Override
    public String describe() {
      return labels.isEmpty()
          ? "give the containers of " + serviceName + " back what they had before they were tuned"
          : "tune the containers of %s: %s"
              .formatted(
                  serviceName,
                  labels.entrySet().stream()
                      .map(label -> label.getKey() + "=" + label.getValue())
                      .collect(Collectors.joining(", ")));
    }
  }

  /**
   * Has a node's agent apply the node profile, or take it back.
   *
   * @param nodeId the node
   * @param hostname its name, for people
   * @param applied whether it is to be in force
   */
  record SetProfile(String nodeId, String hostname, boolean applied) implements Action {

    /** No service in particular. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return applied
          ? "apply the node profile to " + hostname
          : "take the node profile back from " + hostname;
    }
  }

  /**
   * Changes one server of a load balancer's backend while it runs.
   *
   * @param serviceId the service whose task it is about
   * @param serviceName its name, for people
   * @param balancer which load balancer
   * @param backend the backend's name
   * @param slot the server's name in the backend
   * @param address the task's address and port
   * @param change what becomes of the server
   * @param weight share of the traffic, 0 to 256
   * @param maxConnections most connections at a time; 0 for as many as come
   */
  record SetMember(
      String serviceId,
      String serviceName,
      String balancer,
      String backend,
      String slot,
      String address,
      MemberChange change,
      int weight,
      int maxConnections)
      implements Action {
    @Override
    public String describe() {
      String where = "%s/%s of %s".formatted(backend, slot, balancer);
      return switch (change) {
        case PUT_IN -> "put %s of %s into %s".formatted(address, serviceName, where);
        case ADJUST -> "adjust %s of %s in %s".formatted(address, serviceName, where);
        case DRAIN -> "drain %s of %s in %s".formatted(address, serviceName, where);
        case TAKE_OUT -> "take %s of %s out of %s".formatted(address, serviceName, where);
      };
    }
  }

  /** What becomes of a load balancer's server. */
  enum MemberChange {
    /** It gets the address and traffic. */
    PUT_IN,
    /** Its weight or its limit changes. */
    ADJUST,
    /** It gets no new requests; those that run go on. */
    DRAIN,
    /** It is free for another task. */
    TAKE_OUT
  }

  /**
   * Gives a load balancer's backend a new list of members, all at once.
   *
   * @param serviceId the service whose tasks changed
   * @param serviceName its name, for people
   * @param balancer which load balancer
   * @param backend the backend's name
   * @param joining addresses and ports that were not in the list
   * @param leaving those that are in it no longer
   */
  record SetMembers(
      String serviceId,
      String serviceName,
      String balancer,
      String backend,
      List<String> joining,
      List<String> leaving)
      implements Action {
    public SetMembers {
      joining = List.copyOf(joining);
      leaving = List.copyOf(leaving);
    }

    @Override
    public String describe() {
      List<String> parts = new ArrayList<>();
      if (!joining.isEmpty()) {
        parts.add("put %s of %s into".formatted(String.join(", ", joining), serviceName));
      }
      if (!leaving.isEmpty()) {
        parts.add("take %s of %s out of".formatted(String.join(", ", leaving), serviceName));
      }
      String what = parts.isEmpty() ? "write" : String.join(" and ", parts);
      return "%s %s of %s".formatted(what, backend, balancer);
    }
  }

  /** Kinds of objects that a restore makes. */
  enum ObjectKind {
    /** A network of the Swarm. */
    NETWORK,
    /** A config object. */
    CONFIG,
    /** A volume of one node. */
    VOLUME,
    /** A service. */
    SERVICE;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Makes an object that isn't there.
   *
   * @param kind what it is
   * @param name its name
   * @param hostname the node, for what belongs to one; else empty text
   */
  record CreateObject(ObjectKind kind, String name, String hostname) implements Action {

    /** It has no id yet. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return "create %s %s%s".formatted(kind.word(), name, on(hostname));
    }
  }

  /**
   * Removes an object that this suite made, or was told to.
   *
   * @param kind what it is
   * @param name its name
   * @param hostname the node, for what belongs to one; else empty text
   */
  record RemoveObject(ObjectKind kind, String name, String hostname) implements Action {

    /** No service in particular. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return "remove %s %s%s".formatted(kind.word(), name, on(hostname));
    }
  }

  /**
   * Writes a volume's content.
   *
   * @param volume its name
   * @param hostname the node that it is on
   * @param from where the content comes from, for people
   */
  record FillVolume(String volume, String hostname, String from) implements Action {

    /** No service in particular. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return "fill volume %s%s from %s".formatted(volume, on(hostname), from);
    }
  }

  /**
   * Runs a command of the service's own labels in a container of its task. The command itself may
   * hold what is nobody's business.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param hostname the node of the task
   * @param phase before or after
   */
  record RunHook(String serviceId, String serviceName, String hostname, String phase)
      implements Action {
    @Override
    public String describe() {
      return "run the %s command of %s in its task%s".formatted(phase, serviceName, on(hostname));
    }
  }

  /**
   * Ties a service to one node by a placement constraint.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param version the observed version index, on which the update is conditional
   * @param hostname the node
   */
  record PinService(String serviceId, String serviceName, long version, String hostname)
      implements Action {
    @Override
    public String describe() {
      return "pin %s to node %s".formatted(serviceName, hostname);
    }
  }

  /**
   * Gives a service at the stand-by what the same service at the primary is; it stays off.
   *
   * @param serviceId the service at the stand-by
   * @param serviceName its name, for people
   * @param version the version index observed at the stand-by, on which the update is conditional
   */
  record MirrorService(String serviceId, String serviceName, long version) implements Action {
    @Override
    public String describe() {
      return "mirror " + serviceName + " at the stand-by";
    }
  }

  /**
   * Points a DNS record to other addresses.
   *
   * @param record its full name
   * @param from the addresses that it was observed to have
   * @param to those that it is to have; never none
   */
  record PointRecord(String record, List<String> from, List<String> to) implements Action {
    public PointRecord {
      from = List.copyOf(from);
      to = List.copyOf(to);
      if (to.isEmpty()) {
        throw new IllegalArgumentException("a record must lead somewhere: " + record);
      }
    }

    /** No service in particular. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return "point %s from %s to %s"
          .formatted(
              record, from.isEmpty() ? "nothing" : String.join(", ", from), String.join(", ", to));
    }
  }

  /**
   * Turns the described stacks of a site on or off, for a move between two sites.
   *
   * @param site its name
   * @param on whether they are to run
   * @param move number of the move
   */
  record SwitchSite(String site, boolean on, long move) implements Action {

    /** No service in particular. */
    @Override
    public String serviceId() {
      return "";
    }

    @Override
    public String describe() {
      return "turn the stacks of %s %s for move %d".formatted(site, on ? "on" : "off", move);
    }
  }

  private static String on(String hostname) {
    return hostname.isEmpty() ? "" : " on " + hostname;
  }
}
