package io.drover.engine;

import io.drover.testkit.nativeimage.NativeImageRules;
import org.junit.jupiter.api.Test;

/**
 * What goes over the wire is read and written as trees: no record of this module is bound by
 * Jackson, which in a native image would fail unless it were registered. This module doesn't stand
 * on Quarkus, so it couldn't register any.
 */
class NativeImageTest {
  @Test
  void jacksonBindsNothing() {
    NativeImageRules.checkNothingBound("io.drover.engine");
  }

  @Test
  void whatANativeImageIsToldOfExists() {
    NativeImageRules.checkConfiguration();
  }
}
