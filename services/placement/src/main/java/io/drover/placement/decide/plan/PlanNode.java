package io.drover.placement.decide.plan;

import io.drover.core.placement.NodeTraits;
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
    NodeTraits facts,
    String unavailable,
    Amounts offers,
    Set<Budget> untold,
    List<Plugin> plugins) {

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
    return new PlanNode(name, NodeTraits.of(name, labels), "", offers, Set.of(), List.of());
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
