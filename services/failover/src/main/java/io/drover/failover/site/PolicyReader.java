package io.drover.failover.site;

import io.drover.failover.decide.Rules;
import io.drover.failover.decide.Rules.WithoutFence;
import io.drover.failover.site.Description.Fence;
import io.drover.manifests.JsonFields;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads when to move. */
final class PolicyReader {
  private static final int MOST_FAILURES = 100;
  private static final int MOST_COUNTED = 100;

  private final Duration timeout;
  private final Rules rules;
  private final Fence fence;

  PolicyReader(JsonFields json) {
    json.only(
        "period",
        "timeout",
        "failures",
        "repair",
        "hold-down",
        "flaps",
        "moves",
        "start-within",
        "back-after",
        "fence");
    Duration period = positive(json, "period", Duration.ofSeconds(1));
    timeout = positive(json, "timeout", period);
    if (timeout.compareTo(period) > 0) {
      json.problem("timeout", "expected at most the period: a probe ends before the next begins");
    }
    JsonFields flaps = json.object("flaps").only("most", "within");
    JsonFields moves = json.object("moves").only("most", "within");
    JsonFields fencing = json.object("fence").only("command", "webhook", "timeout", "without");
    rules =
        new Rules(
            period,
            json.integer("failures", 2, MOST_FAILURES, 3),
            json.duration("repair", Duration.ofMinutes(5)),
            json.duration("hold-down", Duration.ofMinutes(5)),
            flaps.integer("most", 1, MOST_COUNTED, 3),
            positive(flaps, "within", Duration.ofMinutes(10)),
            moves.integer("most", 1, MOST_COUNTED, 1),
            positive(moves, "within", Duration.ofHours(1)),
            positive(json, "start-within", Duration.ofMinutes(5)),
            json.duration("back-after", Duration.ofMinutes(10)),
            without(fencing));
    fence = fence(fencing);
  }

  private static WithoutFence without(JsonFields json) {
    return switch (json.text("without", "refuse")) {
      case "refuse" -> WithoutFence.REFUSE;
      case "continue" -> WithoutFence.CONTINUE;
      default -> {
        json.problem("without", "expected refuse or continue");
        yield WithoutFence.REFUSE;
      }
    };
  }

  private static Fence fence(JsonFields json) {
    List<String> command = json.texts("command");
    Optional<URI> webhook = Addresses.http(json, "webhook");
    if (json.has("command") && command.isEmpty()) {
      json.problem("command", "expected a program and its arguments");
    }
    if (!command.isEmpty() && webhook.isPresent()) {
      json.problem("webhook", "there is a command already; one of them");
    }
    return new Fence(
        command, webhook.stream().toList(), positive(json, "timeout", Duration.ofSeconds(30)));
  }

  private static Duration positive(JsonFields json, String field, Duration otherwise) {
    Duration read = json.duration(field, otherwise);
    if (!read.isPositive()) {
      json.problem(field, "expected more than 0s");
      return otherwise;
    }
    return read;
  }

  Duration timeout() {
    return timeout;
  }

  Rules rules() {
    return rules;
  }

  Fence fence() {
    return fence;
  }
}
