package io.drover.placement.decide.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.manifests.Inventory;
import io.drover.manifests.InventoryReader;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.StandingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What physical servers can give, and what survives the death of one. */
class InventoryReportTest {
  private static final Amounts BIG = Amounts.of(Cpu.ofMillicores(3000), Bytes.ofMebibytes(1024));

  private static Inventory inventory(String text) {
    InventoryReader.Contents read = InventoryReader.read("inventory.yml", text);
    assertThat(read.problems()).isEmpty();
    return read.inventory();
  }

  /** So many managers of 8 cores, called swarm1 and so on. */
  private static List<PlanNode> managers(int count) {
    List<PlanNode> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      nodes.add(
          new PlanNode(
              "swarm" + i,
              new NodeTraits(
                  "id" + i, "swarm" + i, "manager", "", Platform.UNKNOWN, Map.of(), Map.of()),
              "",
              Amounts.of(Cpu.ofMillicores(8000), Bytes.ofMebibytes(47 * 1024)),
              Set.of(),
              List.of()));
    }
    return nodes;
  }

  private static List<String> findings(Inventory inventory, PlanInput cluster) {
    return InventoryReport.of(inventory, cluster).findings().stream()
        .map(Reason::toString)
        .toList();
  }

  @Test
  void theReferenceDocumentsLayoutOvercommitsServer3AndHangsOnServer2() throws IOException {
    Inventory shipped =
        inventory(
            Files.readString(Path.of(System.getProperty("drover.root"), "swarm", "inventory.yml")));
    PlanInput cluster =
        new PlanInput(
            managers(2),
            List.of(PlanService.of("medianest_app", 2, BIG)),
            List.of(
                StandingTask.of("medianest_app", 1, "swarm1", BIG),
                StandingTask.of("medianest_app", 2, "swarm2", BIG)));
    InventoryReport report = InventoryReport.of(shipped, cluster);
    assertThat(report.servers())
        .extracting(server -> server.server().name(), ServerReport::cores, ServerReport::memory)
        .containsExactly(
            tuple("server1", 16L, Bytes.ofMebibytes(96 * 1024)),
            tuple("server2", 16L, Bytes.ofMebibytes(96 * 1024)),
            tuple("server3", 10L, Bytes.ofMebibytes(40 * 1024)));
    assertThat(report.findings())
        .extracting(Reason::toString)
        .containsExactly(
            "QuorumLost: without server2 not enough managers are left: the Swarm could not replace"
                + " a single task",
            "DoesNotFit: without server2 there would be no node for 2 of medianest_app (there is no"
                + " node)",
            "CoresOvercommitted: server3 has 8 cores (16 threads), its machines and hypervisor are"
                + " promised 10: while all are busy a processor is worth 80 % of a core",
            "OneServer: all tasks of medianest_app are on the server server2");
  }

  private static final String THREE =
      """
      servers:
      - {name: s1, cores: 8, memory: 48Gi, power: [a], node: swarm1}
      - {name: s2, cores: 8, memory: 48Gi, power: [a], node: swarm2}
      - {name: s3, cores: 8, memory: 48Gi, power: [a, b], node: swarm3}
      """;

  @Test
  void aSwarmOnThreeServersSurvivesOneWhereEverythingStillFits() {
    PlanInput cluster =
        new PlanInput(
            managers(3),
            List.of(PlanService.of("shop_web", 4, BIG)),
            List.of(
                StandingTask.of("shop_web", 1, "swarm1", BIG),
                StandingTask.of("shop_web", 2, "swarm2", BIG),
                StandingTask.of("shop_web", 3, "swarm3", BIG),
                StandingTask.of("shop_web", 4, "swarm3", BIG)));
    InventoryReport report = InventoryReport.of(inventory(THREE), cluster);
    assertThat(report.servers()).allMatch(ServerReport::survivable);
    // Two servers on one feed die together.
    assertThat(report.findings())
        .extracting(Reason::toString)
        .containsExactly(
            "QuorumLost: without the power feed a not enough managers are left: the Swarm could not"
                + " replace a single task",
            "DoesNotFit: without the power feed a there would be no node for 2 of shop_web"
                + " (insufficient cpu on 1 node)");
  }

  @Test
  void replicasThatDieTogetherAreToldOnce() {
    PlanInput oneFeed =
        new PlanInput(
            managers(3),
            List.of(PlanService.of("shop_db", 2, Amounts.NOTHING)),
            List.of(
                StandingTask.of("shop_db", 1, "swarm1", Amounts.NOTHING),
                StandingTask.of("shop_db", 2, "swarm2", Amounts.NOTHING)));
    assertThat(findings(inventory(THREE), oneFeed))
        .contains("OneFeed: all tasks of shop_db are on the power feed a (s1, s2)")
        .noneMatch(text -> text.startsWith("OneServer"));
    PlanInput unknown =
        new PlanInput(
            managers(4),
            List.of(),
            List.of(
                StandingTask.of("shop_db", 1, "swarm1", Amounts.NOTHING),
                StandingTask.of("shop_db", 2, "swarm4", Amounts.NOTHING)));
    assertThat(findings(inventory(THREE), unknown))
        .contains("NodeNotInInventory: the inventory does not say where the node swarm4 is")
        .noneMatch(text -> text.startsWith("One"));
  }

  @Test
  void whatDoesNotFitAlreadyIsNoFaultOfTheServer() {
    PlanInput cluster =
        new PlanInput(managers(3), List.of(PlanService.of("huge", 1, huge())), List.of());
    assertThat(findings(inventory(THREE), cluster)).noneMatch(text -> text.contains("huge"));
  }

  private static Amounts huge() {
    return Amounts.of(Cpu.ofMillicores(64_000), Bytes.ZERO);
  }

  @Test
  void promisesBeyondAServerAndNodesThatDifferAreTold() {
    Inventory inventory =
        inventory(
            """
            servers:
            - name: small
              cores: 4
              threads: 8
              memory: 32Gi
              iops: 1000
              network: 1Gbps
              hypervisor: {cpu: 500m, memory: 2Gi}
              machines:
              - {name: one, cores: 6, memory: 24Gi, iops: 800, network: 800Mbps, node: swarm1}
              - {name: two, cores: 2, memory: 8Gi, iops: 300, network: 300Mbps, node: away}
            """);
    assertThat(findings(inventory, new PlanInput(managers(1), List.of(), List.of())))
        .contains(
            "ThreadsOvercommitted: small has 4 cores (8 threads), its machines and hypervisor are"
                + " promised 8.5: while all are busy a processor is worth 47 % of a core",
            "MemoryOvercommitted: small has 32Gi of memory, its machines and hypervisor are promised"
                + " 34Gi: they can't all have it",
            "StorageOvercommitted: the storage of small does 1000 operations a second, its machines"
                + " are promised 1100",
            "NetworkOvercommitted: the network of small has 1Gbps, its machines are promised"
                + " 1100Mbps",
            "NodeDiffers: the node swarm1 has 8 cores and 47Gi by its engine, 6 and 24Gi by the"
                + " inventory",
            "NotInSwarm: the inventory names a node away, the Swarm does not");
  }
}
