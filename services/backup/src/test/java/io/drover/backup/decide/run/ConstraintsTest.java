package io.drover.backup.decide.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintsTest {
  private static final NodeView NODE =
      new NodeView(
          "abc",
          "node1",
          1,
          "manager",
          "active",
          "ready",
          "10.0.0.1",
          true,
          Map.of("disk", "ssd"),
          Cpu.ofNanos(1),
          Bytes.of(1));

  @ParameterizedTest
  @CsvSource({
    "node.hostname==node1, true",
    "node.hostname == node1, true",
    "node.hostname==node2, false",
    "node.hostname!=node2, true",
    "node.id==abc, true",
    "node.id!=abc, false",
    "node.role==worker, false",
    "node.labels.disk==ssd, true",
    "node.labels.disk==hdd, false",
    "node.labels.none==x, false",
    "node.labels.none!=x, true",
    "engine.labels.a==b, true",
    "nonsense, true"
  })
  void oneConstraint(String constraint, boolean admits) {
    assertThat(Constraints.admit(List.of(constraint), NODE)).isEqualTo(admits);
  }
}
