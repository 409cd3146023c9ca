package io.drover.agent.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a node had before the profile was applied, in a file of the agent's own. */
public final class ProfileMemory {
  private final StateFile file;
  private final Map<String, Optional<String>> before = new LinkedHashMap<>();
  private String boot = "";

  /** A memory that goes on from its file. */
  public ProfileMemory(StateFile file) {
    this.file = file;
    file.read().ifPresent(this::load);
  }

  /**
   * Remembers what a place holds before it is changed, unless an older value is remembered.
   *
   * @param value absent where there is nothing
   * @return whether it is kept; if not, the place must not be changed
   */
  public synchronized boolean keep(String place, Optional<String> value, String bootId) {
    boolean fresh = before.putIfAbsent(place, value) == null;
    String last = boot;
    boot = bootId;
    if (!fresh && last.equals(bootId) || save()) {
      return true;
    }
    if (fresh) {
      before.remove(place);
    }
    return false;
  }

  /** A place has back what it had. */
  public synchronized void forget(String place) {
    before.remove(place);
    save();
  }

  /** What each changed place had. */
  public synchronized Map<String, Optional<String>> before() {
    return new LinkedHashMap<>(before);
  }

  /** Whether the profile was applied before the machine's last start, which undid it. */
  public synchronized boolean isOfAnotherBoot(String bootId) {
    return !before.isEmpty() && !boot.equals(bootId);
  }

  /** Why nothing can be kept; empty text when it can. */
  public String problem() {
    return file.problem();
  }

  private boolean save() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("boot", boot);
    ObjectNode places = json.putObject("before");
    before.forEach((place, value) -> places.put(place, value.orElse(null)));
    return file.write(json);
  }

  private void load(JsonNode json) {
    boot = json.path("boot").asText("");
    for (var one : json.path("before").properties()) {
      before.put(
          one.getKey(),
          one.getValue().isNull() ? Optional.empty() : Optional.of(one.getValue().asText("")));
    }
  }
}
