package io.drover.failover.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import io.drover.failover.decide.Run;
import io.drover.failover.decide.Sight;
import io.drover.failover.site.Description;
import io.drover.failover.site.Description.Witness;
import io.drover.failover.site.Site.EntryPoint;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.probe.Probe;
import io.drover.runtime.probe.Probed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the entry points of one description, from here and through its witnesses, and remembers
 * how long each place saw the same. Not for several threads at once.
 */
public final class EntryWatch {
  /** The watcher's own place. */
  public static final String HERE = "here";

  private final Description description;
  private final List<EntryPoint> entries;
  private final AgentCalls witnesses;
  private final ObjectNode request = JsonNodeFactory.instance.objectNode();
  private final Map<String, Map<String, Run>> runs = new HashMap<>();
  private Instant last = Instant.MIN;

  /**
   * What one look showed.
   *
   * @param at when
   * @param entries by name, what each place saw
   * @param silent witnesses that did not answer, and why
   */
  public record Look(Instant at, Map<String, Map<String, Seen>> entries, List<String> silent) {}

  /**
   * What one place saw of an entry point.
   *
   * @param run how often in a row
   * @param why what its newest probe showed; empty for a good one
   */
  public record Seen(Run run, String why) {}

  private record Found(Sight sight, String why) {}

  /** Looks at what this describes; the token is for the witnesses. */
  public EntryWatch(Description description, Supplier<String> token) {
    this.description = description;
    this.entries = description.sites().stream().flatMap(site -> site.entries().stream()).toList();
    this.witnesses =
        new AgentCalls(
            AgentAddresses.fixed(description.witnesses().stream().map(Witness::agent).toList()),
            token,
            // The witness itself may need all of the time that its probe has.
            description.timeout().multipliedBy(2));
    ArrayNode checks = request.putArray("checks");
    entries.forEach(entry -> checks.add(entry.check().toString()));
    request.put("timeout", Durations.format(description.timeout()));
  }

  /** What it looks at. */
  public Description description() {
    return description;
  }

  /** Looks from everywhere at once; never throws. */
  public Look look(Supplier<Instant> clock) {
    Map<String, CompletableFuture<Found>> own = new LinkedHashMap<>();
    entries.forEach(entry -> own.put(entry.name(), started(entry.check())));
    AgentCalls.Answers<Map<String, Found>> answers =
        witnesses.postAll("/v1/probe", request, (agent, json) -> read(json));
    Instant now = clock.get();
    if (now.isBefore(last)) {
      // The clock was set back: rows would stay as they are until it has caught up with them.
      runs.clear();
    }
    last = now;
    Map<String, Map<String, Seen>> seen = new LinkedHashMap<>();
    for (EntryPoint entry : entries) {
      Map<String, Seen> places = new LinkedHashMap<>();
      places.put(HERE, remembered(entry.name(), HERE, ended(own.get(entry.name())), now));
      for (Witness witness : description.witnesses()) {
        Map<String, Found> answer = answers.byAgent().getOrDefault(witness.agent(), Map.of());
        places.put(witness.name(), remembered(entry.name(), witness.name(), answer, now));
      }
      seen.put(entry.name(), places);
    }
    return new Look(now, seen, answers.failures());
  }

  private CompletableFuture<Found> started(URI check) {
    CompletableFuture<Found> found = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("probe")
        .start(() -> found.complete(found(Probe.look(check, description.timeout()))));
    return found;
  }

  /** A resolver that hangs is beyond a probe's own time, and must not hold up the watching. */
  private Found ended(CompletableFuture<Found> probe) {
    return probe
        .completeOnTimeout(
            new Found(Sight.UNKNOWN, "its name was not resolved in time"),
            description.timeout().multipliedBy(2).toMillis(),
            TimeUnit.MILLISECONDS)
        .join();
  }

  private static Found found(Probed probed) {
    return switch (probed) {
      case Probed.Up up -> new Found(Sight.UP, "");
      case Probed.Down(String why) -> new Found(Sight.DOWN, why);
      case Probed.Unknown(String why) -> new Found(Sight.UNKNOWN, why);
    };
  }

  /** Results come in the order of the checks. */
  private Map<String, Found> read(JsonNode json) {
    JsonNode results = json.path("results");
    if (results.size() != entries.size()) {
      throw new IllegalArgumentException(
          "%d results for %d checks".formatted(results.size(), entries.size()));
    }
    Map<String, Found> found = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      JsonNode result = results.get(i);
      found.put(
          entries.get(i).name(),
          new Found(Sight.valueOf(result.path("sight").asText()), result.path("why").asText("")));
    }
    return found;
  }

  private Seen remembered(String entry, String place, Map<String, Found> answer, Instant now) {
    Found found = answer.get(entry);
    if (found == null) {
      // Not heard is not "down", nor "unknown": what it saw last grows old by itself.
      return new Seen(run(entry, place), "not heard");
    }
    return remembered(entry, place, found, now);
  }

  private Seen remembered(String entry, String place, Found found, Instant now) {
    Duration gap = description.rules().period().multipliedBy(description.rules().failures());
    Run next = run(entry, place).then(found.sight(), now, gap);
    runs.computeIfAbsent(entry, none -> new HashMap<>()).put(place, next);
    return new Seen(next, found.why());
  }

  private Run run(String entry, String place) {
    return runs.getOrDefault(entry, Map.of()).getOrDefault(place, Run.NONE);
  }
}
