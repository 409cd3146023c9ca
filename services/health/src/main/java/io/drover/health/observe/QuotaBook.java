package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.health.decide.alert.QuotaUse;
import java.util.ArrayList;
import java.util.List;

/** How much of their quotas stacks use, as placement tells it. */
final class QuotaBook {
  /** Where placement tells it. */
  static final String PATH = "/v1/quotas";

  private QuotaBook() {}

  static List<QuotaUse> read(JsonNode json) {
    List<QuotaUse> uses = new ArrayList<>();
    for (JsonNode stack : json.path("stacks")) {
      for (JsonNode quota : stack.path("quotas")) {
        for (JsonNode line : quota.path("resources")) {
          uses.add(
              new QuotaUse(
                  quota.path("name").asText(),
                  stack.path("stack").asText(),
                  line.path("resource").asText(),
                  line.path("used").asText(""),
                  line.path("hard").asText(""),
                  isFull(line)));
        }
      }
    }
    return uses;
  }

  /** A quota of nothing forbids, and is not used up by nothing. */
  private static boolean isFull(JsonNode line) {
    if (line.path("state").asText().equals("exceeded")) {
      return true;
    }
    try {
      Quantity hard = Quantity.parse(line.path("hard").asText(""));
      return line.hasNonNull("used")
          && hard.compareTo(Quantity.parse("0")) > 0
          && Quantity.parse(line.path("used").asText()).compareTo(hard) >= 0;
    } catch (MalformedValueException unreadable) {
      return false;
    }
  }
}
