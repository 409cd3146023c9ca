package io.drover.scaling.api;

import io.drover.manifests.JsonFields;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An order for one service.
 *
 * @param length for how long
 * @param why why, in a few words
 * @param by who; empty text where the request does not say
 */
record OrderRequest(Duration length, String why, String by) {
  private static final int LONGEST_TEXT = 500;
  private static final int MOST_REPLICAS = 10_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** {@code {"for": "30m", "why": "moving house"}}. */
  static ServiceOrder pause(String body, Instant now, String caller) {
    List<String> problems = new ArrayList<>();
    OrderRequest request = read(JsonFields.of(RequestJson.parse(body), problems));
    check(problems);
    return new ServiceOrder.Pause(now.plus(request.length()), request.byOr(caller), request.why());
  }

  /** {@code {"replicas": 6, "for": "2h", "why": "sale"}}. */
  static ServiceOrder replicas(String body, Instant now, String caller) {
    List<String> problems = new ArrayList<>();
    JsonFields fields = JsonFields.of(RequestJson.parse(body), problems);
    OrderRequest request = read(fields);
    fields.require("replicas");
    int replicas = fields.integer("replicas", 0, MOST_REPLICAS, 0);
    check(problems);
    return new ServiceOrder.Replicas(
        replicas, now.plus(request.length()), request.byOr(caller), request.why());
  }

  private static OrderRequest read(JsonFields fields) {
    fields.require("for");
    Duration length = fields.duration("for", SHORTEST);
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(ServiceOrders.LONGEST) > 0) {
      fields.problem("for", "expected 1s to 7d");
    }
    fields.require("why");
    String why = text(fields, "why");
    if (fields.has("why") && why.isBlank()) {
      fields.problem("why", "expected a few words");
    }
    return new OrderRequest(length, why, text(fields, "by"));
  }

  /** It is shown in terminals and logs, where control characters do more than stand there. */
  private static String text(JsonFields fields, String name) {
    String text = fields.text(name, "");
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      fields.problem(name, "expected at most " + LONGEST_TEXT + " characters on one line");
    }
    return text;
  }

  private static void check(List<String> problems) {
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
  }

  private String byOr(String caller) {
    return by.isBlank() ? caller : by;
  }
}
