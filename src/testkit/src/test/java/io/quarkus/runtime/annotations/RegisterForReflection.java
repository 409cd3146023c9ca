package io.quarkus.runtime.annotations;

/** Stands in for Quarkus' own, on which the test kit doesn't stand: the rules know it by name. */
public @interface RegisterForReflection {
  /** As Quarkus has it. */
  boolean methods() default true;

  /** As Quarkus has it. */
  boolean fields() default true;

  /** As Quarkus has it. */
  boolean ignoreNested() default false;

  /** As Quarkus has it. */
  Class<?>[] targets() default {};

  /** As Quarkus has it. */
  String[] classNames() default {};
}
