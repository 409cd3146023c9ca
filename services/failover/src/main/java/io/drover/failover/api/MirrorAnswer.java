package io.drover.failover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.mirror.MirrorBoard.Newest;

/** How ready the stand-by is, as JSON. */
final class MirrorAnswer {
  private MirrorAnswer() {}

  static void write(ObjectNode json, MirrorBoard board) {
    ArrayNode ready = json.putArray("ready");
    ArrayNode findings = json.putArray("findings");
    ArrayNode held = json.putArray("held");
    ArrayNode failures = json.putArray("failures");
    switch (board.newest()) {
      case Newest.Nothing(String why) -> json.put("why", why);
      case Newest.Round round -> {
        json.put("why", "").put("at", round.report().at().toString());
        round.report().ready().forEach(ready::add);
        round
            .report()
            .findings()
            .forEach(
                one ->
                    findings
                        .addObject()
                        .put("code", one.code().word())
                        .put("name", one.name())
                        .put("text", one.text()));
        round.plan().held().forEach(one -> held.add(one.by().text()));
        for (Outcome outcome : round.outcomes()) {
          switch (outcome) {
            case Outcome.Applied applied -> {}
            case Outcome.Conflict(String message) -> failures.add(message);
            case Outcome.Failed(Outcome.Kind kind, String message) -> failures.add(message);
          }
        }
      }
    }
  }
}
