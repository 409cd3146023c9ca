package io.drover.backup.decide.move;

import static io.drover.backup.decide.run.Facts.node;
import static io.drover.backup.decide.run.Facts.of;
import static io.drover.backup.decide.run.Facts.service;
import static io.drover.backup.decide.run.Facts.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.run.RunFacts;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView.Mode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovePlannerTest {
  private static MovePlan plan(RunFacts facts) {
    return MovePlanner.plan(facts, "data", "node2", Set.of("node1", "node2"));
  }

  private static List<String> refused(RunFacts facts) {
    return plan(facts).refusals().stream().map(Reason::code).toList();
  }

  @Test
  void aVolumeMovesWithItsServiceAndAllOfItsOtherVolumes() {
    MovePlan plan =
        plan(
            of(
                List.of(
                    service("db").mounts("data", "wal").runsOn("node1").admits("node1").build(),
                    service("cron").mounts("wal").build(),
                    service("web").mounts("pages").runsOn("node1").build()),
                node("node1", "data", "wal", "pages"),
                node("node2")));

    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.volumes()).containsExactly("data", "wal");
    assertThat(plan.from()).isEqualTo("node1");
    assertThat(plan.services())
        .containsExactly(
            new MovePlan.Moved("cron-id", "cron", 7, 1, true),
            new MovePlan.Moved("db-id", "db", 7, 1, true));
  }

  @Test
  void aVolumeThatNobodyUsesMovesAlone() {
    MovePlan plan = plan(of(List.of(), node("node1", "data"), node("node2")));

    assertThat(plan.possible()).isTrue();
    assertThat(plan.services()).isEmpty();
  }

  @Test
  void whatStandsInTheWay() {
    assertThat(refused(of(List.of(), node("node1", "data"), node("node2", "data"))))
        .contains("SeveralCopies", "VolumeExists");
    assertThat(refused(of(List.of(), node("node1"), node("node2")))).contains("NoSuchVolume");
    assertThat(refused(of(List.of(), node("node1", "data"), silent("node2"))))
        .contains("AgentMissing");
    assertThat(refused(of(List.of(), node("node1", "data")))).contains("NodeNotUsable");
    assertThat(
            refused(
                of(
                    List.of(
                        service("log")
                            .mode(new Mode.Global())
                            .mounts("data")
                            .runsOn("node1")
                            .build()),
                    node("node1", "data"),
                    node("node2"))))
        .contains("NotReplicated");
    assertThat(
            refused(
                of(
                    List.of(service("db").mounts("data").rolling().runsOn("node1").build()),
                    node("node1", "data"),
                    node("node2"))))
        .contains("RolloutInProgress");
    assertThat(
            refused(
                of(
                    List.of(service("db").mounts("data").runsOn("node1", "node3").build()),
                    node("node1", "data"),
                    node("node2"),
                    node("node3", "data"))))
        .contains("SeveralCopies");
  }

  /**
   * Where a task runs, there its volume is; where none does, a silent node may have a newer copy.
   */
  @Test
  void aStaleCopyIsNotTakenForTheVolume() {
    assertThat(refused(of(List.of(), node("node1", "data"), node("node2"), silent("node3"))))
        .containsExactly("AgentMissing");
    assertThat(
            refused(
                of(
                    List.of(service("db").mounts("data").runsOn("node1").build()),
                    node("node1", "data"),
                    node("node2"),
                    silent("node3"))))
        .isEmpty();
  }

  @Test
  void whereItIsAlreadyItNeedNotGo() {
    assertThat(refused(of(List.of(), node("node1"), node("node2", "data"))))
        .contains("ThereAlready");
  }
}
