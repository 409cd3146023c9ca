package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** How the values of the {@code drover.backup} labels are written. */
final class BackupSyntax {
  // The engine's own rule for names of volumes.
  private static final Pattern VOLUME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}");

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
}
