package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Field;

/** Fields as JSON: a number; null for no limit; left out, with the reason elsewhere, if unknown. */
final class FieldJson {
  private FieldJson() {}

  /**
   * Puts a field.
   *
   * @param unknown takes the reason, by the name of the group that the field belongs to
   */
  static void put(ObjectNode json, String name, Field field, ObjectNode unknown, String group) {
    switch (field) {
      case Field.Known(long value) -> json.put(name, value);
      case Field.Unlimited unlimited -> json.putNull(name);
      case Field.Unknown(String reason) -> {
        if (!unknown.has(group)) {
          unknown.put(group, reason);
        }
      }
    }
  }
}
