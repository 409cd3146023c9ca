package io.drover.failover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.failover.decide.FenceReport;
import io.drover.failover.decide.Run;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.StartReport;
import io.drover.failover.decide.State;
import io.drover.failover.decide.Target;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.record.SiteBoard.Picture;
import java.util.List;

/** Where two sites stand, as JSON. */
final class SitesAnswer {
  private SitesAnswer() {}

  static ObjectNode write(Picture picture) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", picture.at().toString());
    state(json, picture);
    ArrayNode sites = json.putArray("sites");
    for (Side side : Side.values()) {
      site(sites.addObject(), side, picture);
    }
    ArrayNode silent = json.putArray("silent");
    picture.look().entries().silent().forEach(silent::add);
    ArrayNode reasons = json.putArray("reasons");
    picture
        .plan()
        .reasons()
        .forEach(why -> reasons.addObject().put("code", why.code()).put("text", why.text()));
    ArrayNode held = json.putArray("held");
    picture.plan().held().forEach(one -> held.add(one.by().text()));
    json.put("fence", text(picture.fence()));
    json.put("start", text(picture.start()));
    ArrayNode records = json.putArray("records");
    picture
        .records()
        .forEach((name, servers) -> servers(records.addObject().put("record", name), servers));
    return json;
  }

  private static void state(ObjectNode json, Picture picture) {
    State state = picture.state();
    json.put("phase", state.phase().name())
        .put("serving", picture.name(state.serving()))
        .put("since", state.since().toString())
        .put("move", state.epoch())
        .put("unfenced", state.unfenced())
        .put("why", state.why());
  }

  private static void site(ObjectNode json, Side side, Picture picture) {
    json.put("site", picture.name(side)).put("role", side == Side.PRIMARY ? "primary" : "stand-by");
    switch (picture.engines().get(side)) {
      case Target.Reachable(var since) ->
          json.put("swarm", "reachable").put("since", since.toString()).put("why", "");
      case Target.Unreachable(String why) ->
          json.put("swarm", "unreachable").put("since", "").put("why", why);
    }
    ArrayNode places = json.putArray("places");
    picture
        .look()
        .places()
        .forEach(
            place -> {
              Run run = side == Side.PRIMARY ? place.primary() : place.standby();
              places
                  .addObject()
                  .put("place", place.name())
                  .put("sight", run.sight().name())
                  .put("count", run.count())
                  .put("since", run.since().toString())
                  .put("last", run.last().toString());
            });
    ArrayNode entries = json.putArray("entries");
    picture
        .description()
        .sites()
        .get(side.ordinal())
        .entries()
        .forEach(
            entry ->
                entries
                    .addObject()
                    .put("entry", entry.name())
                    .put("check", entry.check().toString()));
  }

  static void servers(ObjectNode json, List<ServerResult> results) {
    ArrayNode servers = json.putArray("servers");
    for (ServerResult result : results) {
      ObjectNode server = servers.addObject().put("server", result.server().toString());
      switch (result) {
        case ServerResult.Right(var at, var has) ->
            server.put("ok", true).put("has", has.toString());
        case ServerResult.Wrong(var at, var has) ->
            server.put("ok", false).put("has", has.toString());
        case ServerResult.Failed(var at, var problem, String message) ->
            server.put("ok", false).put("has", message);
      }
    }
  }

  private static String text(FenceReport report) {
    return switch (report) {
      case FenceReport.Nothing nothing -> "";
      case FenceReport.Confirmed(long epoch, String how) -> "off for move " + epoch + ": " + how;
      case FenceReport.Failed(long epoch, String why) ->
          "not confirmed for move " + epoch + ": " + why;
    };
  }

  private static String text(StartReport report) {
    return switch (report) {
      case StartReport.Nothing nothing -> "";
      case StartReport.Starting(long epoch, var since, String waiting) ->
          "move " + epoch + " waits: " + waiting;
      case StartReport.Unpointed(long epoch, String problem) ->
          "move " + epoch + ": healthy, but the records were not changed: " + problem;
      case StartReport.Serving(long epoch) -> "move " + epoch + ": serves";
    };
  }
}
