package io.drover.core.policy;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** How the values of the {@code drover.backup} labels are written. */
final class BackupSyntax {
  // The engine's own rule for names of volumes.
  private static final Pattern VOLUME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}");

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int ORDERS = 1000;
  // One byte a millisecond: slower than that is a mistake.
  private static final Bandwidth SLOWEST = new Bandwidth(8000);

  private BackupSyntax() {}

  /** Names, or none for {@code all}. */
  static List<String> volumes(String text) {
    if (text.equals("all")) {
      return List.of();
    }
    List<String> names = CommaList.parse(text);
    if (!names.stream().allMatch(name -> VOLUME.matcher(name).matches())
        || new HashSet<>(names).size() < names.size()) {
      throw new MalformedValueException(text, "all, or names of volumes with commas, each once");
    }
    return names;
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedValueException(text, "true or false");
    };
  }

  static Duration timeout(String text) {
    Duration timeout = Durations.parse(text);
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new MalformedValueException(text, "a duration from 1s to 1d");
    }
    return timeout;
  }

  static int order(String text) {
    return (int) WholeNumber.parse(text, -ORDERS, ORDERS);
  }

  static Bandwidth rate(String text) {
    Bandwidth rate = Bandwidth.parse(text);
    if (rate.compareTo(SLOWEST) < 0) {
      throw new MalformedValueException(text, "a bandwidth of at least " + SLOWEST);
    }
    return rate;
  }
}
