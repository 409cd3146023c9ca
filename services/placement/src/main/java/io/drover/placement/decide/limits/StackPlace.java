package io.drover.placement.decide.limits;

import io.drover.manifests.StackFiles;

/** Where an amount stands in a stack file, for people. */
final class StackPlace {
  private StackPlace() {}

  static String of(StackFiles.Declared file, Amount amount) {
    // Compose has another word for one of them.
    String place = amount.word().replaceFirst("\\.cpu$", ".cpus");
    Integer line = file.lines().get(place);
    return line == null ? file.file() : file.file() + ":" + line;
  }
}
