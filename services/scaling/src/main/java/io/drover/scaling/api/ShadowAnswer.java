package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.scaling.decide.shadow.Divergence;
import io.drover.scaling.decide.shadow.ReplicaTally;
import io.drover.scaling.decide.shadow.ShadowReport;
import io.drover.scaling.decide.shadow.ShadowSpan;
import io.drover.scaling.decide.shadow.Wish;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes {@code GET /v1/shadow}. Times are in seconds, tasks times time in hours. */
final class ShadowAnswer {
  private static final int MOST_SPANS = 1_000;
  private static final BigDecimal HOUR = BigDecimal.valueOf(Duration.ofHours(1).toSeconds());

  /**
   * A divergence with what was decided when it began.
   *
   * @param decision its id, or empty text when there is none
   * @param summary what it said, or empty text
   */
  record Explained(Divergence divergence, String decision, String summary) {}

  private final ArrayNode services = JsonNodeFactory.instance.arrayNode();

  /** Adds a service without particulars. */
  ObjectNode add(String service, boolean observes, ShadowReport report) {
    ObjectNode json = services.addObject();
    json.put("service", service);
    json.put("mode", observes ? "observe" : "enforce");
    json.put("seen", report.seen().toSeconds());
    json.put("unmeasured", report.unmeasured().toSeconds());
    tally(json.putObject("had"), report.had());
    tally(json.putObject("wouldHaveHad"), report.wouldHaveHad());
    json.put("saves", hours(report.had().taskTime().minus(report.wouldHaveHad().taskTime())));
    json.put("divergences", report.divergences().size());
    return json;
  }

  /** Adds the first divergences and the newest spans to what is said of a service. */
  static void detail(ObjectNode json, ShadowReport report, List<Explained> first) {
    ArrayNode divergences = json.putArray("first");
    for (Explained one : first) {
      Divergence divergence = one.divergence();
      ObjectNode node = divergences.addObject();
      node.put("from", divergence.from().toString());
      node.put("until", divergence.until().toString());
      node.put("had", divergence.had());
      node.put("wouldHaveHad", divergence.wouldHaveHad());
      node.put("kind", divergence.isShort() ? "short" : "spare");
      node.put("why", divergence.why());
      if (!one.decision().isEmpty()) {
        node.put("decision", one.decision());
        node.put("summary", one.summary());
      }
    }
    List<ShadowSpan> spans = report.spans();
    int from = Math.max(0, spans.size() - MOST_SPANS);
    json.put("spansLeftOut", from);
    ArrayNode timeline = json.putArray("spans");
    for (ShadowSpan span : spans.subList(from, spans.size())) {
      ObjectNode node = timeline.addObject();
      node.put("from", span.from().toString());
      node.put("until", span.until().toString());
      node.put("had", span.had());
      node.put("wouldHaveHad", span.wouldHaveHad());
      switch (span.wanted()) {
        case Wish.Measured(int replicas) -> node.put("wanted", replicas);
        case Wish.Ordered(int replicas) -> node.put("wanted", replicas);
        case Wish.Unknown unknown -> node.putNull("wanted");
      }
    }
  }

  ObjectNode json(Instant since, Instant until, String missing) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("since", since.toString());
    answer.put("until", until.toString());
    answer.put("complete", missing.isEmpty());
    answer.put("missing", missing);
    answer.set("services", services);
    return answer;
  }

  private static void tally(ObjectNode json, ReplicaTally tally) {
    json.put("replicaHours", hours(tally.taskTime()));
    json.put("changes", tally.changes());
    json.put("fewest", tally.fewest());
    json.put("most", tally.most());
    json.put("shortFor", tally.shortFor().toSeconds());
    json.put("shortReplicaHours", hours(tally.shortTaskTime()));
    json.put("spareFor", tally.spareFor().toSeconds());
    json.put("spareReplicaHours", hours(tally.spareTaskTime()));
  }

  private static BigDecimal hours(Duration taskTime) {
    return BigDecimal.valueOf(taskTime.toSeconds()).divide(HOUR, 2, RoundingMode.HALF_UP);
  }
}
