package io.drover.archive;

import java.util.Arrays;
import java.util.Optional;

/** What an entry is. */
public enum EntryType {
  FILE("file"),
  DIRECTORY("directory"),
  SYMLINK("symlink"),
  HARDLINK("hardlink"),
  FIFO("fifo"),
  SOCKET("socket"),
  CHARACTER_DEVICE("chardev"),
  BLOCK_DEVICE("blockdev");

  private final String word;

  EntryType(String word) {
    this.word = word;
  }

  /** As the index writes it. */
  public String word() {
    return word;
  }

  /** The type that is written so. */
  public static Optional<EntryType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
