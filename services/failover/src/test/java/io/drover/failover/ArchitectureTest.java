package io.drover.failover;

import io.drover.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** The rules of the house, for this service and every library that it stands on. */
class ArchitectureTest {
  @Test
  void theRulesHold() {
    ArchitectureRules.check("io.drover");
  }
}
