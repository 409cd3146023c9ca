package io.drover.backup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Why a backup was made. */
@RegisterForReflection
public enum Trigger {
  /** Its schedule said so. */
  @JsonProperty("schedule")
  SCHEDULE("schedule"),
  /** Somebody asked for it. */
  @JsonProperty("manual")
  MANUAL("manual"),
  /** A restore was about to replace what it holds. */
  @JsonProperty("before-restore")
  BEFORE_RESTORE("before-restore");

  private final String word;

  Trigger(String word) {
    this.word = word;
  }

  /** As it is written. */
  public String word() {
    return word;
  }
}
