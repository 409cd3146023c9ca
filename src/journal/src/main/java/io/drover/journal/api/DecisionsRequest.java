package io.drover.journal.api;

import io.drover.core.model.MalformedValueException;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Position;
import io.drover.runtime.http.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Query parameters as they came, empty text for those that did not.
 *
 * @param service name of a service
 * @param loop name of a loop
 * @param since a time, or how long ago
 * @param acted {@code true} or {@code false}
 * @param before a cursor
 * @param limit how many
 */
record DecisionsRequest(
    String service, String loop, String since, String acted, String before, String limit) {
  private static final int USUAL_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 1_000;

  /**
   * What is asked for.
   *
   * @throws ProblemException with everything that is wrong
   */
  DecisionQuery toQuery(Instant now) {
    List<String> errors = new ArrayList<>();
    requireStorable("service", service, errors);
    requireStorable("loop", loop, errors);
    DecisionQuery query =
        new DecisionQuery(
            service, "", loop, acted(errors), since(now, errors), before(errors), limit(errors));
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest("the request has mistakes", errors);
    }
    return query;
  }

  private static void requireStorable(String name, String value, List<String> errors) {
    if (!isStorable(value)) {
      errors.add(name + ": has the character U+0000, which no name has");
    }
  }

  /** Whether PostgreSQL can be asked for it. */
  static boolean isStorable(String text) {
    return text.indexOf('\0') < 0;
  }

  private DecisionQuery.Acted acted(List<String> errors) {
    return switch (acted) {
      case "" -> DecisionQuery.Acted.ANY;
      case "true" -> DecisionQuery.Acted.YES;
      case "false" -> DecisionQuery.Acted.NO;
      default -> {
        errors.add("acted: \"" + acted + "\" is neither true nor false");
        yield DecisionQuery.Acted.ANY;
      }
    };
  }

  private Instant since(Instant now, List<String> errors) {
    if (since.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return Since.parse(since, now);
    } catch (MalformedValueException wrong) {
      errors.add(
          "since: \""
              + since
              + "\" is neither a time such as 2026-01-01T12:00:00Z nor a duration such as 1h");
      return Instant.EPOCH;
    }
  }

  private Position before(List<String> errors) {
    try {
      Position place = before.isEmpty() ? DecisionQuery.END : Position.ofCursor(before);
      if (isStorable(place.id())
          && !place.at().isBefore(Instant.EPOCH)
          && !place.at().isAfter(DecisionQuery.END.at())) {
        return place;
      }
      errors.add("before: is out of range");
    } catch (IllegalArgumentException notACursor) {
      errors.add("before: is not what \"next\" of an answer said");
    }
    return DecisionQuery.END;
  }

  private int limit(List<String> errors) {
    try {
      int wanted = limit.isEmpty() ? USUAL_LIMIT : Integer.parseInt(limit);
      if (wanted >= 1 && wanted <= HIGHEST_LIMIT) {
        return wanted;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, as for one that is out of range.
    }
    errors.add("limit: \"" + limit + "\" is not a number from 1 to " + HIGHEST_LIMIT);
    return USUAL_LIMIT;
  }
}
