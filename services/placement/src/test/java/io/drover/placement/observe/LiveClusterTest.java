package io.drover.placement.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.placement.Constraint;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.engine.RawJson;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.HostPort;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.Plugin;
import io.drover.placement.decide.plan.StandingTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Engine API's objects in the planner's terms. */
class LiveClusterTest {
  private static final String NODE =
      """
      {"ID": "%s", "Spec": {"Role": "manager", "Availability": "%s", "Labels": {"tier": "db"}},
       "Description": {"Hostname": "%s", "Platform": {"Architecture": "x86_64", "OS": "linux"},
         "Resources": {"NanoCPUs": 4000000000, "MemoryBytes": 8589934592, "GenericResources": [
           {"DiscreteResourceSpec": {"Kind": "ssd", "Value": 3}},
           {"NamedResourceSpec": {"Kind": "gpu", "Value": "uuid1"}},
           {"NamedResourceSpec": {"Kind": "gpu", "Value": "uuid2"}}]},
         "Engine": {"Labels": {"disk": "nvme"}, "Plugins": [{"Type": "Log", "Name": "json-file"}]}},
       "Status": {"State": "%s", "Addr": "10.0.0.1"}}
      """;
  private static final String SERVICE =
      """
      {"ID": "s1", "Spec": {"Name": "db", "Labels": {"drover.place.iops": "3000", "drover.place.bandwidth": "1Gbps"},
        "TaskTemplate": {
          "ContainerSpec": {"Mounts": [{"Type": "volume", "VolumeOptions": {"DriverConfig": {"Name": "nfs"}}}]},
          "LogDriver": {"Name": "fluentd"},
          "Resources": {"Limits": {"NanoCPUs": 2000000000, "MemoryBytes": 2147483648},
            "Reservations": {"NanoCPUs": 1000000000, "MemoryBytes": 1073741824,
              "GenericResources": [{"DiscreteResourceSpec": {"Kind": "gpu", "Value": 1}}]}},
          "Placement": {"Constraints": ["node.labels.tier==db"], "MaxReplicas": 2,
            "Preferences": [{"Spread": {"SpreadDescriptor": "node.labels.zone"}}],
            "Platforms": [{"Architecture": "amd64", "OS": "linux"}]}},
        "Mode": {"Replicated": {"Replicas": 3}},
        "EndpointSpec": {"Ports": [{"Protocol": "tcp", "PublishedPort": 5432, "PublishMode": "host"},
          {"Protocol": "tcp", "PublishedPort": 80, "PublishMode": "ingress"}]}}}
      """;

  private static String node(String id, String hostname, String availability, String state) {
    return NODE.formatted(id, availability, hostname, state);
  }

  private static String task(String id, String service, String node, String state, String desired) {
    return """
        {"ID": "%s", "ServiceID": "%s", "Slot": 1, "NodeID": "%s", "DesiredState": "%s",
         "Status": {"State": "%s", "PortStatus": {"Ports": [{"Protocol": "udp", "PublishedPort": 53, "PublishMode": "host"}]}},
         "Spec": {"Resources": {"Reservations": {"NanoCPUs": 500000000}}}}
        """
        .formatted(id, service, node, desired, state);
  }

  private static LiveCluster read(List<String> services, List<String> tasks, List<String> nodes) {
    return LiveCluster.of(
        services.stream().map(RawJson::of).toList(),
        tasks.stream().map(RawJson::of).toList(),
        nodes.stream().map(RawJson::of).toList(),
        NodeInventory.NONE);
  }

  @Test
  void aNodeHasEverythingThatItsEngineTells() {
    PlanNode node =
        read(List.of(), List.of(), List.of(node("q1", "server1", "active", "ready")))
            .input()
            .nodes()
            .getFirst();
    assertThat(node.name()).isEqualTo("server1");
    assertThat(node.isAvailable()).isTrue();
    assertThat(node.facts())
        .isEqualTo(
            new NodeTraits(
                "q1",
                "server1",
                "manager",
                "10.0.0.1",
                new Platform("linux", "x86_64"),
                Map.of("tier", "db"),
                Map.of("disk", "nvme")));
    assertThat(node.offers())
        .isEqualTo(
            Amounts.of(Cpu.ofMillicores(4000), Bytes.of(8L << 30))
                .withGeneric(Map.of("ssd", 3L, "gpu", 2L)));
    assertThat(node.untold()).containsExactlyInAnyOrder(Budget.values());
    assertThat(node.plugins()).containsExactly(new Plugin("Log", "json-file"));
  }

  @Test
  void anInventoryTellsTheBudgets() {
    NodeInventory inventory =
        new NodeInventory() {
          @Override
          public OptionalLong iops(String hostname) {
            return hostname.equals("server1") ? OptionalLong.of(9000) : OptionalLong.empty();
          }

          @Override
          public Optional<Bandwidth> bandwidth(String hostname) {
            return Optional.empty();
          }
        };
    PlanNode node =
        LiveCluster.of(
                List.of(),
                List.of(),
                List.of(RawJson.of(node("q1", "server1", "active", "ready"))),
                inventory)
            .input()
            .nodes()
            .getFirst();
    assertThat(node.offers().iops()).isEqualTo(9000);
    assertThat(node.untold()).containsExactly(Budget.BANDWIDTH);
  }

  @Test
  void aNodeThatTakesNothingSaysWhy() {
    List<PlanNode> nodes =
        read(
                List.of(),
                List.of(),
                List.of(node("q1", "a", "drain", "ready"), node("q2", "b", "active", "down")))
            .input()
            .nodes();
    assertThat(nodes).extracting(PlanNode::unavailable).containsExactly("drain", "down");
  }

  @Test
  void nodesOfOneNameAreCalledByTheirIds() {
    assertThat(
            read(
                    List.of(),
                    List.of(),
                    List.of(
                        node("q2", "same", "active", "ready"),
                        node("q1", "same", "active", "ready")))
                .input()
                .nodes())
        .extracting(PlanNode::name)
        .containsExactly("q1", "q2");
  }

  @Test
  void aServiceHasItsReservationsBudgetsAndRules() {
    PlanService service =
        read(List.of(SERVICE), List.of(), List.of()).input().services().getFirst();
    assertThat(service.count()).isEqualTo(new Count.Replicated(3));
    assertThat(service.reservation())
        .isEqualTo(
            new Amounts(
                Cpu.ofMillicores(1000),
                Bytes.of(1L << 30),
                3000,
                Bandwidth.parse("1Gbps"),
                Map.of("gpu", 1L)));
    assertThat(service.limit()).isEqualTo(Amounts.of(Cpu.ofMillicores(2000), Bytes.of(2L << 30)));
    assertThat(service.rules())
        .isEqualTo(
            new PlanService.Rules(
                List.of(Constraint.parse("node.labels.tier==db")),
                List.of("node.labels.zone"),
                2,
                Set.of(new HostPort(5432, "tcp")),
                List.of(new Platform("linux", "amd64")),
                List.of(new Plugin("Volume", "nfs"), new Plugin("Log", "fluentd"))));
  }

  @Test
  void aTaskTakesWhatItsOwnSpecReservesUntilItHasEnded() {
    List<String> nodes = List.of(node("q1", "server1", "active", "ready"));
    List<StandingTask> standing =
        read(
                List.of(SERVICE),
                List.of(
                    task("t1", "s1", "q1", "running", "running"),
                    task("t2", "s1", "q1", "running", "shutdown"),
                    task("t3", "s1", "q1", "assigned", "running"),
                    task("t4", "s1", "q1", "pending", "running"),
                    task("t5", "s1", "", "pending", "running"),
                    task("t6", "s1", "q1", "failed", "shutdown"),
                    task("t7", "gone", "q1", "running", "remove"),
                    task("t8", "s1", "q9", "running", "running")),
                nodes)
            .input()
            .standing();
    assertThat(standing)
        .extracting(StandingTask::id, StandingTask::service, StandingTask::wanted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("t1", "db", true),
            org.assertj.core.groups.Tuple.tuple("t2", "db", false),
            org.assertj.core.groups.Tuple.tuple("t3", "db", true),
            org.assertj.core.groups.Tuple.tuple("t7", "", false));
    assertThat(standing.getFirst().takes())
        .isEqualTo(
            new Amounts(
                Cpu.ofMillicores(500), Bytes.ZERO, 3000, Bandwidth.parse("1Gbps"), Map.of()));
    assertThat(standing.getFirst().ports()).containsExactly(new HostPort(5432, "tcp"));
    assertThat(standing.getLast().ports()).containsExactly(new HostPort(53, "udp"));
  }

  @Test
  void jobsTakeUpRoomButAreNotPlaced() {
    String job =
        """
        {"ID": "j1", "Spec": {"Name": "job", "Mode": {"ReplicatedJob": {"MaxConcurrent": 2}}}}
        """;
    LiveCluster live =
        read(
            List.of(job),
            List.of(task("t1", "j1", "q1", "running", "complete")),
            List.of(node("q1", "server1", "active", "ready")));
    assertThat(live.input().services()).isEmpty();
    assertThat(live.input().standing()).extracting(StandingTask::wanted).containsExactly(true);
  }

  @Test
  void wrongLabelsAreSaidAndTakeNoBudget() {
    String wrong =
        """
        {"ID": "s1", "Spec": {"Name": "db", "Mode": {"Replicated": {"Replicas": 1}},
          "Labels": {"drover.place.iops": "many"}}}
        """;
    LiveCluster live = read(List.of(wrong), List.of(), List.of());
    assertThat(live.input().services().getFirst().reservation().iops()).isZero();
    assertThat(live.notes())
        .containsExactly("db: its labels are wrong, so its budgets are not counted");
  }

  @Test
  void constraintsThatSwarmCannotReadItHeedsNotAtAll() {
    String odd =
        """
        {"ID": "s1", "Spec": {"Name": "db", "Mode": {"Global": {}},
          "TaskTemplate": {"Placement": {"Constraints": ["node.role==worker", "node.role>worker"]}}}}
        """;
    LiveCluster live = read(List.of(odd), List.of(), List.of());
    assertThat(live.input().services().getFirst().rules().constraints()).isEmpty();
    assertThat(live.notes().getFirst()).startsWith("db: Swarm heeds none of its constraints");
  }
}
