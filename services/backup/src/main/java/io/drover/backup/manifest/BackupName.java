package io.drover.backup.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of one backup of a stack, {@code 20261126T033000Z-0a1b2c3d}: its point in time to the
 * second and eight random hexadecimal digits. In the order of their text, names are in the order of
 * time.
 *
 * @param pointInTime whole seconds
 * @param random tells backups of one second apart
 */
@RegisterForReflection
public record BackupName(Instant pointInTime, String random) implements Comparable<BackupName> {
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}");
  private static final int TIME_LENGTH = "20261126T033000Z".length();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public BackupName {
    Objects.requireNonNull(pointInTime, "pointInTime");
    if (!RANDOM.matcher(random).matches()) {
      throw new IllegalArgumentException("eight hexadecimal digits are expected: " + random);
    }
    pointInTime = pointInTime.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A name for a backup of this moment; {@code random} is any number. */
  public static BackupName of(Instant pointInTime, int random) {
    return new BackupName(pointInTime, HexFormat.of().toHexDigits(random));
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException when the text is none
   */
  @JsonCreator
  public static BackupName parse(String text) {
    try {
      if (text.length() > TIME_LENGTH && text.charAt(TIME_LENGTH) == '-') {
        Instant time = TIME.parse(text.substring(0, TIME_LENGTH), Instant::from);
        return new BackupName(time, text.substring(TIME_LENGTH + 1));
      }
    } catch (DateTimeException | IllegalArgumentException malformed) {
      throw malformed(text, malformed);
    }
    throw malformed(text, null);
  }

  private static IllegalArgumentException malformed(String text, RuntimeException cause) {
    return new IllegalArgumentException(
        "the name of a backup is like 20261126T033000Z-0a1b2c3d, not '" + text + "'", cause);
  }

  @Override
  public int compareTo(BackupName other) {
    return toString().compareTo(other.toString());
  }

  /** As {@link #parse} reads it. */
  @Override
  @JsonValue
  public String toString() {
    return TIME.format(pointInTime) + "-" + random;
  }
}
