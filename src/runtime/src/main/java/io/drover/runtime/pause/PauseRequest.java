package io.drover.runtime.pause;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An order to pause.
 *
 * @param length how long, for example {@code 30m}; {@code for} in JSON
 * @param why why, in a few words
 * @param by who, or empty text
 */
record PauseRequest(@JsonProperty("for") String length, String why, String by) {
  private static final int LONGEST_TEXT = 500;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  PauseRequest {
    length = Objects.requireNonNullElse(length, "");
    why = Objects.requireNonNullElse(why, "");
    by = Objects.requireNonNullElse(by, "");
  }

  /** Everything that is wrong with it. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    try {
      Duration wanted = Durations.parse(length);
      if (wanted.compareTo(SHORTEST) < 0 || wanted.compareTo(PauseSwitch.LONGEST) > 0) {
        problems.add("for: " + length + " is not between 1s and 7d");
      }
    } catch (MalformedValueException malformed) {
      problems.add("for: " + malformed.getMessage());
    }
    if (why.isBlank() || !isOneLine(why)) {
      problems.add("why: expected 1 to " + LONGEST_TEXT + " characters on one line");
    }
    if (!isOneLine(by)) {
      problems.add("by: expected at most " + LONGEST_TEXT + " characters on one line");
    }
    return problems;
  }

  /** It is shown in terminals and logs, where control characters do more than stand there. */
  private static boolean isOneLine(String text) {
    return text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl);
  }

  Duration duration() {
    return Durations.parse(length);
  }
}
