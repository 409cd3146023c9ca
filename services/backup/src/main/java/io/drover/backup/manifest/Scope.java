package io.drover.backup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How much of a stack a backup holds. */
@RegisterForReflection
public enum Scope {
  /** All of it. */
  @JsonProperty("stack")
  STACK("stack"),
  /** Those of its services that the manifest names. */
  @JsonProperty("services")
  SERVICES("services"),
  /** All of it, as one of all the stacks that were backed up together. */
  @JsonProperty("swarm")
  SWARM("swarm");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  /** As it is written. */
  public String word() {
    return word;
  }
}
