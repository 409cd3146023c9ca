package io.drover.backup.manifest;

import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which backup.
 *
 * @param stack of this stack; {@link #NO_STACK} for services that belong to none
 * @param name its name
 */
public record BackupId(String stack, BackupName name) implements Comparable<BackupId> {
  /** Stands for the stack of services that belong to none: no stack can have this name. */
  public static final String NO_STACK = "_services";

  // A stack's name becomes the name of a folder: nothing in it may lead elsewhere, or hide it.
  private static final Pattern STACK = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}");
  private static final Comparator<BackupId> ORDER =
      Comparator.comparing(BackupId::stack).thenComparing(BackupId::name);

  public BackupId {
    Objects.requireNonNull(name, "name");
    checkStack(stack);
  }

  /**
   * Checks that this can be a stack's name in a store.
   *
   * @throws IllegalArgumentException when it can't
   */
  public static String checkStack(String stack) {
    if (!STACK.matcher(stack).matches()) {
      throw new IllegalArgumentException(
          "the name of a stack is letters, digits, '_', '.' and '-', not '" + stack + "'");
    }
    return stack;
  }

  /** By stack, then oldest first. */
  @Override
  public int compareTo(BackupId other) {
    return ORDER.compare(this, other);
  }

  /** STACK/NAME, as people and paths write it. */
  @Override
  public String toString() {
    return stack + "/" + name;
  }
}
