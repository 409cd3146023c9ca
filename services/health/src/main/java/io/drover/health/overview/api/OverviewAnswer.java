package io.drover.health.overview.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.state.Assessment;
import io.drover.health.overview.decide.SisterStatus;
import io.drover.health.overview.decide.Standing;
import io.drover.health.overview.observe.Sisters;
import io.drover.health.record.HealthBoard;
import java.time.Instant;

/** Writes the overview. */
final class OverviewAnswer {
  private OverviewAnswer() {}

  static ObjectNode write(
      Instant now, Standing own, Sisters.Seen seen, HealthBoard.View board, ObjectNode swarm) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", now.toString());
    json.set("swarm", swarm);
    ArrayNode services = json.putArray("services");
    service(services.addObject(), "health", own);
    seen.services().forEach((name, standing) -> service(services.addObject(), name, standing));
    agents(json.putObject("agents"), seen, board);
    return json;
  }

  /** The health service's own view of the Swarm is told by whoever leads. */
  static ObjectNode unknown(String why) {
    return JsonNodeFactory.instance.objectNode().put("unknown", why);
  }

  private static void service(ObjectNode json, String name, Standing standing) {
    json.put("service", name).put("state", standing.state().word()).put("text", standing.text());
    for (SisterStatus status : standing.known()) {
      json.put("at", status.at().toString()).put("ageSeconds", standing.age().toSeconds());
      json.put("instance", status.instance()).put("mode", status.mode());
      json.put("paused", status.paused()).put("pausedUntil", status.pausedUntil());
      ArrayNode leases = json.putArray("leases");
      status
          .leases()
          .forEach(
              held -> leases.addObject().put("name", held.lease()).put("holder", held.holder()));
      ArrayNode missing = json.putArray("missing");
      status.missing().forEach(missing::add);
    }
  }

  /** How many there should be is known where the Swarm was looked at. */
  private static void agents(ObjectNode json, Sisters.Seen seen, HealthBoard.View board) {
    json.put("answering", seen.agents());
    board.assessment().ifPresent(assessment -> json.put("nodes", ready(assessment)));
    ArrayNode silent = json.putArray("missing");
    seen.silent().forEach(silent::add);
  }

  private static long ready(Assessment assessment) {
    return assessment.nodes().stream().filter(node -> node.facts().view().isReady()).count();
  }
}
