package io.drover.health.decide.state;

import java.util.Map;
import java.util.Objects;

/**
 * Something that is wrong now.
 *
 * @param kind what
 * @param subject with what; there is at most one finding of a kind with a subject
 * @param level how bad
 * @param text one sentence for an operator
 * @param numbers the values in it, by name
 */
public record Finding(
    Kind kind, Subject subject, Level level, String text, Map<String, String> numbers) {
  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(text, "text");
    numbers = Map.copyOf(numbers);
  }

  /**
   * What tells findings apart.
   *
   * @param kind what is wrong
   * @param type kind of subject
   * @param id the subject's id
   */
  public record Key(Kind kind, Subject.Type type, String id) {}

  /** What tells it from others. */
  public Key key() {
    return new Key(kind, subject.type(), subject.id());
  }
}
