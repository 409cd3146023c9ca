package io.drover.failover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.failover.observe.EntryWatch;
import io.drover.failover.record.RecordBoard.Newest;
import io.drover.failover.record.RecordBoard.RecordStatus;
import java.time.Instant;
import java.util.SortedSet;

/** Where failover stands, as JSON. */
final class FailoverAnswer {
  private FailoverAnswer() {}

  static ObjectNode write(Newest.Round round) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", round.look().at().toString());
    ArrayNode entries = json.putArray("entries");
    round
        .look()
        .entries()
        .forEach(
            (name, places) -> {
              ArrayNode all = entries.addObject().put("entry", name).putArray("places");
              places.forEach((place, seen) -> place(all.addObject().put("place", place), seen));
            });
    ArrayNode silent = json.putArray("silent");
    round.look().silent().forEach(silent::add);
    ArrayNode records = json.putArray("records");
    round
        .records()
        .forEach((name, status) -> record(records.addObject().put("record", name), status));
    return json;
  }

  private static void place(ObjectNode json, EntryWatch.Seen seen) {
    json.put("sight", seen.run().sight().name())
        .put("count", seen.run().count())
        .put("since", seen.run().since().toString())
        .put("last", seen.run().last().toString())
        .put("why", seen.why());
  }

  private static void record(ObjectNode json, RecordStatus status) {
    ArrayNode addresses = json.putArray("addresses");
    switch (status.current()) {
      case Reading.Known<SortedSet<String>>(SortedSet<String> has, Instant at) -> {
        has.forEach(addresses::add);
        json.put("unknown", "");
      }
      case Reading.Unknown<SortedSet<String>>(String why) -> json.put("unknown", why);
    }
    ArrayNode reasons = json.putArray("reasons");
    status
        .plan()
        .reasons()
        .forEach(why -> reasons.addObject().put("code", why.code()).put("text", why.text()));
    ArrayNode held = json.putArray("held");
    status.plan().held().forEach(one -> held.add(one.by().text()));
    ArrayNode outcomes = json.putArray("outcomes");
    for (Outcome outcome : status.outcomes()) {
      outcomes.addObject().put("outcome", outcome.code()).put("message", message(outcome));
    }
    SitesAnswer.servers(json, status.servers());
  }

  private static String message(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied(String note) -> note;
      case Outcome.Conflict(String message) -> message;
      case Outcome.Failed(Outcome.Kind kind, String message) -> message;
    };
  }
}
