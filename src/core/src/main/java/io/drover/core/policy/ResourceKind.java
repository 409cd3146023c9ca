package io.drover.core.policy;

/** The resources that scaling looks at. */
public enum ResourceKind {
  CPU,
  MEMORY
}
