package io.drover.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.model.MalformedValueException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints mean what swarmkit's mean. */
class ConstraintTest {
  private static final NodeTraits NODE =
      new NodeTraits(
          "q1w2e3",
          "server1",
          "manager",
          "10.0.10.10",
          new Platform("linux", "x86_64"),
          Map.of("tier", "Database", "glob", "a*"),
          Map.of("disk", "ssd"));

  @ParameterizedTest
  @CsvSource({
    "node.id==q1w2e3, true",
    "node.id==Q1W2E3, true",
    "node.id!=q1w2e3, false",
    "node.hostname==server1, true",
    "node.hostname == server1 , true",
    "node.hostname==server, false",
    "node.hostname==server*, false",
    "NODE.HOSTNAME==Server1, true",
    "node.role==manager, true",
    "node.role!=worker, true",
    "node.platform.os==linux, true",
    "node.platform.arch==x86_64, true",
    // Only images' platforms are normalised, not what constraints say.
    "node.platform.arch==amd64, false",
    "node.labels.tier==database, true",
    "node.labels.tier!=database, false",
    // The label's own name is compared with regard to case.
    "node.labels.Tier==database, false",
    "node.labels.Tier!=database, true",
    "node.labels.glob==a*, true",
    "node.labels.absent!=x, true",
    "node.labels.absent==x, false",
    "Node.Labels.tier==database, true",
    "engine.labels.disk==SSD, true",
    "engine.labels.absent!=hdd, true",
    // What Swarm doesn't know holds for no node, whatever the operator.
    "node.kernel==6, false",
    "node.kernel!=6, false",
    "node.labels.==x, false",
    "node.ip==10.0.10.10, true",
    "node.ip!=10.0.10.10, false",
    "node.ip==10.0.0.0/16, true",
    "node.ip==10.0.11.0/24, false",
    "node.ip!=10.0.11.0/24, true",
    "node.ip==10.0.10, false",
    "node.ip!=10.0.10, false",
    "node.ip==::1, false",
  })
  void aNodeMeetsItOrNot(String constraint, boolean allows) {
    assertThat(Constraint.parse(constraint).allows(NODE)).isEqualTo(allows);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001:db8::/32, true",
    "2001:db9::1, 2001:db8::/32, false",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1, true",
    "::ffff:10.1.2.3, 10.1.2.3, false",
    "fe80::1, fe80::1/129, false",
    "1.2.3.4, 1.2.3.256, false",
    "1.2.3.4, 0.0.0.0/0, true",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, true",
    "1:2:3:4:5:6:7, 1:2:3:4:5:6:7, false",
  })
  void addressesAndNetworks(String address, String range, boolean within) {
    assertThat(IpRange.parse(range).map(read -> read.contains(address)).orElse(false))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node.role",
        "node.role=manager",
        "node.role>=manager",
        "==manager",
        "node.role==",
        "no de.role==manager",
        "node.role==man,ager",
        "node.role=~manager",
        "9node==x"
      })
  void whatSwarmRefusesIsMalformed(String constraint) {
    assertThatThrownBy(() -> Constraint.parse(constraint))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("node.labels.tier==database");
  }
}
