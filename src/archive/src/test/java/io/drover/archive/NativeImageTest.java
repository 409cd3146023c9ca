package io.drover.archive;

import io.drover.testkit.nativeimage.NativeImageRules;
import org.junit.jupiter.api.Test;

/**
 * Records of archives are read and written as trees. What JNA's library looks up by name exists in
 * the JNA that is here.
 */
class NativeImageTest {
  @Test
  void jacksonBindsNothing() {
    NativeImageRules.checkNothingBound("io.drover.archive");
  }

  @Test
  void whatANativeImageIsToldOfExists() {
    NativeImageRules.checkConfiguration();
  }
}
