package io.drover.placement.decide.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One node, with all that decides what can be placed on it.
 *
 * @param name the name that a plan calls it by; no two nodes have the same
 * @param facts what constraints can ask for
 * @param unavailable why it takes no new tasks, for example "drain"; empty text when it does
 * @param offers what it has in all
 * @param untold budgets that its inventory doesn't tell: nothing is held against them
 * @param plugins its engine's volume and log plugins
 */
public record PlanNode(
    String name,
    Facts facts,
    String unavailable,
    Amounts offers,
    Set<Budget> untold,
    List<Plugin> plugins) {

  /**
   * What constraints can ask for.
   *
   * @param id the Swarm's id of it; empty text when there is none
   * @param hostname host name
   * @param role manager or worker; empty text when not told
   * @param address its address; empty text when not told
   * @param platform what it runs on
   * @param labels the node's labels
   * @param engineLabels its engine's labels
   */
  public record Facts(
      String id,
      String hostname,
      String role,
      String address,
      Platform platform,
      Map<String, String> labels,
      Map<String, String> engineLabels) {
    public Facts {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(hostname, "hostname");
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(platform, "platform");
      labels = Map.copyOf(labels);
      engineLabels = Map.copyOf(engineLabels);
    }

    /** A worker of which nothing but the name and the labels is told. */
    public static Facts of(String hostname, Map<String, String> labels) {
      return new Facts("", hostname, "worker", "", Platform.UNKNOWN, labels, Map.of());
    }
  }

  public PlanNode {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(unavailable, "unavailable");
    Objects.requireNonNull(offers, "offers");
    untold = Set.copyOf(untold);
    plugins = List.copyOf(plugins);
  }

  /** A node that takes tasks, and whose budgets are told. */
  public static PlanNode of(String name, Amounts offers, Map<String, String> labels) {
    return new PlanNode(name, Facts.of(name, labels), "", offers, Set.of(), List.of());
  }

  /** Whether it takes new tasks. */
  public boolean isAvailable() {
    return unavailable.isEmpty();
  }

  /** Whether somebody who says {@code reference} means this node: by its name or by its id. */
  public boolean isCalled(String reference) {
    return name.equals(reference)
        || facts.hostname().equals(reference)
        || (!facts.id().isEmpty() && facts.id().equals(reference));
  }

  /** This node, offering that. */
  public PlanNode offering(Amounts amounts) {
    return new PlanNode(name, facts, unavailable, amounts, untold, plugins);
  }

  /** This node, with these budgets not told. */
  public PlanNode untold(Set<Budget> budgets) {
    return new PlanNode(name, facts, unavailable, offers, budgets, plugins);
  }
}
