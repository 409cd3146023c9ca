package io.drover.health.decide.state;

import java.util.Locale;
import java.util.Objects;

/**
 * What something is wrong with.
 *
 * @param type a node, a service, or the Swarm as a whole
 * @param id its id; empty text for the Swarm
 * @param name its name, for people
 */
public record Subject(Type type, String id, String name) {
  /** The Swarm as a whole. */
  public static final Subject SWARM = new Subject(Type.SWARM, "", "the Swarm");

  /** Kinds of subject. */
  public enum Type {
    NODE,
    SERVICE,
    SWARM;

    /** The word for it in answers and labels. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Subject {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }

  /** A service. */
  public static Subject of(ServiceFacts service) {
    return new Subject(Type.SERVICE, service.view().id(), service.view().name());
  }

  /** A node. */
  public static Subject of(NodeFacts node) {
    return new Subject(Type.NODE, node.view().id(), node.view().hostname());
  }
}
