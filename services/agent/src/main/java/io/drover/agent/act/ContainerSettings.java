package io.drover.agent.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.tuning.Kind;
import io.drover.engine.RawJson;
import java.util.EnumMap;
import java.util.Map;

/** A container's tuning in the engine's terms: its {@code HostConfig}. */
final class ContainerSettings {
  private ContainerSettings() {}

  /** What it holds of every kind. */
  static Map<Kind, String> read(JsonNode hostConfig) {
    Map<Kind, String> settings = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      settings.put(kind, hostConfig.path(kind.member()).asText(isText(kind) ? "" : "0"));
    }
    return settings;
  }

  private static boolean isText(Kind kind) {
    return kind == Kind.CPUSET || kind == Kind.NUMA;
  }

  /** The members to change; the engine wants to hear the memory limit where swap changes. */
  static RawJson change(Kind kind, String value, JsonNode hostConfig) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    if (isText(kind)) {
      change.put(kind.member(), value);
    } else {
      change.put(kind.member(), Long.parseLong(value));
    }
    if (kind == Kind.MEMSWAP) {
      change.put("Memory", hostConfig.path("Memory").asLong());
    }
    return RawJson.of(change.toString());
  }
}
