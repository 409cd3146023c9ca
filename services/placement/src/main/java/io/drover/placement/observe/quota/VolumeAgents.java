package io.drover.placement.observe.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.placement.decide.quota.VolumeSize;
import io.drover.runtime.agents.AgentCalls;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the agents for {@code GET /v1/volumes}: {@code {"node": {"hostname"}, "volumes": [{"name",
 * "stack", "bytes", "measuredAt"}]}}, where a volume without bytes says in {@code unknown} why.
 * They measure every ten minutes, so that they are asked once a minute only.
 */
public final class VolumeAgents {
  private static final Duration ASKED_EVERY = Duration.ofMinutes(1);

  private final AgentCalls calls;
  private VolumesReport last = VolumesReport.none(Instant.EPOCH);

  /** Agents that are called so. */
  public VolumeAgents(AgentCalls calls) {
    this.calls = calls;
  }

  /** What they say now, or said less than a minute ago; never throws. */
  public synchronized VolumesReport ask(Instant now) {
    boolean isFresh = last.failures().isEmpty() && now.isBefore(last.at().plus(ASKED_EVERY));
    if (!isFresh) {
      last = askAll(now);
    }
    return last;
  }

  private VolumesReport askAll(Instant now) {
    AgentCalls.Answers<List<VolumeSize>> answers =
        calls.askAll("/v1/volumes", (agent, json) -> read(agent, json, now));
    List<VolumeSize> all = new ArrayList<>();
    answers.byAgent().values().forEach(all::addAll);
    return new VolumesReport(now, all, answers.failures());
  }

  private static List<VolumeSize> read(URI agent, JsonNode json, Instant now) {
    if (!json.path("volumes").isArray()) {
      throw new IllegalArgumentException("no volumes in it");
    }
    String node = json.path("node").path("hostname").asText(agent.getAuthority());
    List<VolumeSize> volumes = new ArrayList<>();
    for (JsonNode volume : json.path("volumes")) {
      String name = volume.path("name").asText("");
      if (!name.isEmpty()) {
        volumes.add(new VolumeSize(name, volume.path("stack").asText(""), node, size(volume, now)));
      }
    }
    return volumes;
  }

  private static Reading<Bytes> size(JsonNode volume, Instant now) {
    JsonNode bytes = volume.path("bytes");
    return bytes.isIntegralNumber() && bytes.canConvertToLong() && bytes.longValue() >= 0
        ? Reading.known(Bytes.of(bytes.longValue()), measured(volume, now))
        : Reading.unknown(volume.path("unknown").asText("its size is not known"));
  }

  private static Instant measured(JsonNode volume, Instant otherwise) {
    try {
      return Instant.parse(volume.path("measuredAt").asText(""));
    } catch (DateTimeException none) {
      return otherwise;
    }
  }
}
