package io.drover.core.policy;

/** The rule that some labels need another one beside them. */
final class Required {
  private Required() {}

  /** Notes that {@code label} is missing although {@code present} is there. */
  static void check(LabelReader labels, Label<?> label, String present) {
    if (!labels.has(label.key())) {
      labels.problem(
          label.key(), "a value, since " + present + " is there; for example " + label.example());
    }
  }
}
