package io.drover.agent.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.tuning.ContainerTuning;
import io.drover.agent.model.tuning.Kind;
import io.drover.agent.model.tuning.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What placement wants of this node's containers, what they had before Drover changed it, and what
 * came of it. The first two are kept in a file: an agent that starts anew goes on where it was,
 * with placement away too.
 */
public final class TuningBook {
  private final StateFile file;
  private final Map<String, Wish> wishes = new TreeMap<>();
  private final Map<String, Map<Kind, String>> originals = new TreeMap<>();
  private volatile List<ContainerTuning> report = List.of();

  /** A book that goes on from its file. */
  public TuningBook(StateFile file) {
    this.file = file;
    file.read().ifPresent(this::load);
  }

  /**
   * Takes the whole of what is wanted.
   *
   * @param wanted by service; one that is not among them is wanted no more
   * @param left ids of services for which all stays as it was last said
   * @return whether something is new
   */
  public synchronized boolean want(Collection<Wish> wanted, Set<String> left) {
    Map<String, Wish> next = new TreeMap<>();
    wishes.values().stream()
        .filter(wish -> left.contains(wish.serviceId()))
        .forEach(wish -> next.put(wish.serviceId(), wish));
    wanted.forEach(wish -> next.put(wish.serviceId(), wish));
    if (next.equals(wishes)) {
      return false;
    }
    wishes.clear();
    wishes.putAll(next);
    save();
    return true;
  }

  /** What is wanted, by service id. */
  public synchronized Map<String, Wish> wishes() {
    return new LinkedHashMap<>(wishes);
  }

  /** What a container had before it was changed, of the kinds that were. */
  public synchronized Map<Kind, String> original(String containerId) {
    return Map.copyOf(originals.getOrDefault(containerId, Map.of()));
  }

  /** The containers that were changed. */
  public synchronized Set<String> changed() {
    return Set.copyOf(originals.keySet());
  }

  /** A container is about to be changed: remembers what it had, unless it was changed before. */
  public synchronized void willChange(String containerId, Kind kind, String before) {
    Map<Kind, String> own = originals.computeIfAbsent(containerId, id -> new EnumMap<>(Kind.class));
    if (own.putIfAbsent(kind, before) == null) {
      save();
    }
  }

  /** A container has back what it had. */
  public synchronized void changedBack(String containerId, Kind kind) {
    Map<Kind, String> own = originals.get(containerId);
    if (own != null && own.remove(kind) != null) {
      if (own.isEmpty()) {
        originals.remove(containerId);
      }
      save();
    }
  }

  /** Forgets containers that run no more. */
  public synchronized void keepOnly(Set<String> containerIds) {
    if (originals.keySet().retainAll(containerIds)) {
      save();
    }
  }

  /** Takes what came of it. */
  public void report(List<ContainerTuning> all) {
    report = List.copyOf(all);
  }

  /** What came of it, last time. */
  public List<ContainerTuning> report() {
    return report;
  }

  /** Why this is lost at the agent's next start; empty text when it is not. */
  public String problem() {
    return file.problem();
  }

  private void save() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode services = json.putArray("services");
    wishes.values().forEach(wish -> services.add(WishJson.write(wish)));
    ObjectNode before = json.putObject("before");
    originals.forEach(
        (id, own) -> {
          ObjectNode one = before.putObject(id);
          own.forEach((kind, value) -> one.put(kind.name(), value));
        });
    file.write(json);
  }

  private void load(JsonNode json) {
    List<String> problems = new ArrayList<>();
    for (Wish wish : WishJson.readAll(json.path("services"), problems)) {
      wishes.put(wish.serviceId(), wish);
    }
    for (var container : json.path("before").properties()) {
      Map<Kind, String> own = new EnumMap<>(Kind.class);
      for (var one : container.getValue().properties()) {
        Kind.named(one.getKey()).ifPresent(kind -> own.put(kind, one.getValue().asText("")));
      }
      originals.put(container.getKey(), own);
    }
  }
}
