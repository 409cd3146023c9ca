package io.drover.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Engine API, for example 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest that this code was written against (Docker 28.2 and later). */
  static final ApiVersion NEWEST_KNOWN = new ApiVersion(1, 51);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");
  private static final Comparator<ApiVersion> ORDER =
      Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

  /** Reads {@code 1.41}; anything else is absent. */
  static Optional<ApiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * The version to speak with an engine: the older of what it offers and what we know. There is no
   * floor: an engine that wants a newer one than we know says so in its refusal.
   */
  static ApiVersion toSpeakWith(ApiVersion offered) {
    return offered.compareTo(NEWEST_KNOWN) < 0 ? offered : NEWEST_KNOWN;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
