package io.drover.placement.decide.plan;

/** What Drover budgets beyond Swarm's own resources, where a node's inventory tells it. */
public enum Budget {
  /** Storage operations a second. */
  IOPS,
  /** Network bandwidth. */
  BANDWIDTH
}
