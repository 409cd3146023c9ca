package io.drover.backup.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.drover.backup.decide.keep.Held.Check;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What reading a backup again, or restoring it for a test, said.
 *
 * @param result none, good or damaged
 * @param at when; {@link Instant#EPOCH} for never
 * @param problems what was not as it was written, the first of it
 */
@RegisterForReflection
public record Verified(String result, Instant at, List<String> problems) {
  private static final int MOST_PROBLEMS = 20;

  /** Nobody looked yet. */
  public static final Verified NEVER = new Verified("none", Instant.EPOCH, List.of());

  public Verified {
    problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
  }

  /** What came of looking; good without problems. */
  public static Verified of(Instant at, List<String> problems) {
    return new Verified(problems.isEmpty() ? "good" : "damaged", at, problems);
  }

  /** The result as rules take it. */
  @JsonIgnore
  public Check check() {
    return Check.valueOf(result.toUpperCase(Locale.ROOT));
  }
}
