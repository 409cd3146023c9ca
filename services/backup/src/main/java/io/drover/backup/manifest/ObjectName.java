package io.drover.backup.manifest;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The names of the parts of a backup, which are paths below its folder. */
public final class ObjectName {
  /** The manifest: written last, so that a backup without it is none. */
  public static final String MANIFEST = "manifest.json";

  /** Appended to what is encrypted. */
  public static final String ENCRYPTED = ".age";

  private static final Pattern PATH =
      Pattern.compile("([a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}/)?[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,254}");
  // With the longest of the endings, still a name that file systems take (255 bytes).
  private static final int LONGEST = 200;
  private static final int DIGEST_CHARACTERS = 16;

  private ObjectName() {}

  /** What describes the stack. */
  public static String stack(boolean encrypted) {
    return "stack.json.zst" + ending(encrypted);
  }

  /** A volume's archive. */
  public static String archive(String volume, boolean encrypted) {
    return "volumes/" + shortened(volume) + ".tar.zst" + ending(encrypted);
  }

  /** The index of a volume's archive. */
  public static String index(String volume, boolean encrypted) {
    return "volumes/" + shortened(volume) + ".index.jsonl.zst" + ending(encrypted);
  }

  /**
   * Checks that a part may have this name.
   *
   * @throws IllegalArgumentException when it may not
   */
  public static String check(String name) {
    if (name.equals(MANIFEST) || !PATH.matcher(name).matches()) {
      throw new IllegalArgumentException("no part of a backup can be named '" + name + "'");
    }
    return name;
  }

  private static String ending(boolean encrypted) {
    return encrypted ? ENCRYPTED : "";
  }

  /** A very long name is cut, and told from others by its digest. */
  private static String shortened(String volume) {
    if (volume.length() <= LONGEST) {
      return volume;
    }
    String digest = Sha256.of(volume.getBytes(StandardCharsets.UTF_8));
    return volume.substring(0, LONGEST - DIGEST_CHARACTERS - 1)
        + "-"
        + digest.substring(0, DIGEST_CHARACTERS);
  }
}
