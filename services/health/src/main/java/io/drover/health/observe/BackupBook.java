package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.health.decide.alert.BackupState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the backups of services stand, as the backup service tells it. */
final class BackupBook {
  /** Where it tells it. */
  static final String PATH = "/v1/backups/status";

  /**
   * One that was never made yet, that was made but not verified, or that failed while there is time
   * to make it again, is not overdue.
   */
  private static final Set<String> OVERDUE = Set.of("overdue", "missed");

  private BackupBook() {}

  static List<BackupState> read(JsonNode json) {
    List<BackupState> states = new ArrayList<>();
    for (JsonNode one : json.path("services")) {
      String state = one.path("state").asText();
      boolean since =
          !one.path("overdueSince").asText("").isEmpty() && one.hasNonNull("overdueSince");
      states.add(
          new BackupState(
              one.path("service").asText(),
              OVERDUE.contains(state) || since,
              one.path("reason").asText("")));
    }
    return states;
  }
}
