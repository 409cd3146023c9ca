package io.drover.backup.decide.run;

import static io.drover.backup.decide.run.Facts.node;
import static io.drover.backup.decide.run.Facts.of;
import static io.drover.backup.decide.run.Facts.service;
import static io.drover.backup.decide.run.Facts.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.run.RunFacts.Mount;
import io.drover.backup.decide.run.RunFacts.Wishes;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunPlannerTest {
  private static List<String> refused(RunPlan plan) {
    return plan.refusals().stream().map(Reason::code).toList();
  }

  private static List<String> noted(RunPlan plan) {
    return plan.notCovered().stream().map(Reason::code).toList();
  }

  private static List<String> read(RunPlan plan) {
    return plan.volumes().stream().map(one -> one.name() + "@" + one.hostname()).toList();
  }

  @Test
  void aVolumeIsReadWhereATaskRuns() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(service("shop_db").mounts("shop_data").runsOn("node2").build()),
                node("node1", "shop_data"),
                node("node2", "shop_data")));

    assertThat(read(plan)).containsExactly("shop_data@node2");
    assertThat(plan.volumes().getFirst().services()).containsExactly("shop_db");
    assertThat(plan.volumes().getFirst().expectedBytes()).isEqualTo(100);
    assertThat(plan.possible()).isTrue();
    assertThat(noted(plan)).containsExactly("OlderCopies");
    assertThat(plan.stops()).isEmpty();
  }

  @Test
  void aGlobalServiceHasAVolumeOnEachNode() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(
                    service("log")
                        .mode(new Mode.Global())
                        .mounts("logs")
                        .runsOn("node1", "node2")
                        .build()),
                node("node1", "logs"),
                node("node2", "logs")));

    assertThat(read(plan)).containsExactly("logs@node1", "logs@node2");
    assertThat(plan.volumes())
        .extracting(RunPlan.Volume::label)
        .containsExactly("logs.node1", "logs.node2");
  }

  @Test
  void withoutATaskAllCopiesAreSaved() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(service("db").mounts("data").build()),
                node("node1", "data"),
                node("node2", "data"),
                node("node3")));

    assertThat(read(plan)).containsExactly("data@node1", "data@node2");
    assertThat(noted(plan)).containsExactly("SeveralCopies");
  }

  @Test
  void anAgentThatIsAwayIsARefusalNotAnEmptyBackup() {
    RunFacts running =
        of(
            List.of(service("db").mounts("data").runsOn("node2").build()),
            node("node1"),
            silent("node2"));
    RunFacts idle =
        of(List.of(service("db").mounts("data").build()), node("node1"), silent("node2"));

    assertThat(refused(RunPlanner.plan(running))).containsExactly("AgentMissing");
    assertThat(refused(RunPlanner.plan(idle))).containsExactly("AgentMissing");
  }

  @Test
  void anAgentThatIsAwayIsNoMatterWhereNoVolumeCanBe() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(service("db").mounts("data").runsOn("node1").build()),
                node("node1", "data"),
                silent("node2")));

    assertThat(plan.possible()).isTrue();
    assertThat(read(plan)).containsExactly("data@node1");
  }

  @Test
  void aVolumeThatWasNeverMadeIsNotedAndOneThatVanishedIsRefused() {
    assertThat(noted(RunPlanner.plan(of(List.of(service("db").mounts("data").build()), node("n")))))
        .containsExactly("NoVolumeYet");
    assertThat(
            refused(
                RunPlanner.plan(
                    of(List.of(service("db").mounts("data").runsOn("n").build()), node("n")))))
        .containsExactly("VolumeNotFound");
  }

  @Test
  void sharedContentIsReadOnce() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(
                    service("web")
                        .mount(new Mount("volume", "nfs", "/nfs", true))
                        .runsOn("node2", "node3")
                        .build()),
                node("node1", "nfs"),
                node("node2", "nfs"),
                node("node3", "nfs")));

    assertThat(read(plan)).containsExactly("nfs@node2");
    assertThat(plan.volumes().getFirst().label()).isEqualTo("nfs");
  }

  @Test
  void whatIsNoNamedVolumeIsTold() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(
                    service("web")
                        .mount(new Mount("bind", "/srv", "/srv", false))
                        .mount(new Mount("tmpfs", "", "/tmp", false))
                        .mount(new Mount("volume", "", "/anonymous", false))
                        .build()),
                node("node1")));

    assertThat(noted(plan)).containsExactly("NotCovered", "NotCovered", "NotCovered");
    assertThat(plan.possible()).isTrue();
  }

  @Test
  void labelsNameVolumesWithOrWithoutTheStack() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(
                    service("shop_db")
                        .mounts("shop_data", "shop_cache", "other")
                        .volumes("data", "other")
                        .runsOn("n")
                        .build()),
                node("n", "shop_data", "shop_cache", "other")));

    assertThat(read(plan)).containsExactly("other@n", "shop_data@n");
    assertThat(plan.volumes()).allMatch(volume -> volume.rate() == 1_000);
  }

  @Test
  void aNameThatIsNoVolumeOfTheServiceIsRefused() {
    assertThat(
            refused(
                RunPlanner.plan(
                    of(
                        List.of(service("db").mounts("data").volumes("date").runsOn("n").build()),
                        node("n", "data")))))
        .containsExactly("NoSuchVolume");
    assertThat(
            refused(
                RunPlanner.plan(
                    new RunFacts(
                        List.of(service("db").mounts("data").runsOn("n").build()),
                        Map.of(),
                        List.of(node("n", "data")),
                        Set.of("nothing")))))
        .containsExactly("NoSuchVolume");
  }

  @Test
  void servicesStopInTheirOrderAndByName() {
    RunPlan plan =
        RunPlanner.plan(
            of(
                List.of(
                    service("db").stop(2).build(),
                    service("web").stop(1).build(),
                    service("app").stop(1).build()),
                node("n")));

    assertThat(plan.stops()).extracting(RunPlan.Stop::service).containsExactly("app", "web", "db");
    assertThat(plan.stops().getFirst())
        .isEqualTo(new RunPlan.Stop("app-id", "app", 7, 1, plan.stops().getFirst().timeLimit()));
  }

  @Test
  void whatCantBeStoppedIsRefused() {
    assertThat(
            refused(
                RunPlanner.plan(
                    of(List.of(service("a").stop(0).mode(new Mode.Global()).build()), node("n")))))
        .containsExactly("NotReplicated");
    assertThat(
            refused(
                RunPlanner.plan(of(List.of(service("a").stop(0).rolling().build()), node("n")))))
        .containsExactly("RolloutInProgress");
    assertThat(
            refused(
                RunPlanner.plan(of(List.of(service("a").stop(0).held("x").build()), node("n")))))
        .containsExactly("Held");
  }

  @Test
  void oneThatIsStoppedAlreadyIsNotStoppedAndNotBroughtBack() {
    RunPlan plan =
        RunPlanner.plan(
            of(List.of(service("a").stop(0).mode(new Mode.Replicated(0)).build()), node("n")));

    assertThat(plan.possible()).isTrue();
    assertThat(plan.stops()).isEmpty();
  }

  @Test
  void oneThatMayComeBackAwayFromItsVolumeIsNotStopped() {
    Facts.Given db = service("db").stop(0).mounts("data").runsOn("node1");

    assertThat(
            refused(
                RunPlanner.plan(
                    of(
                        List.of(db.admits("node1", "node2").build()),
                        node("node1", "data"),
                        node("node2")))))
        .containsExactly("NotTied");
    assertThat(
            RunPlanner.plan(
                    of(List.of(db.admits("node1").build()), node("node1", "data"), node("node2")))
                .possible())
        .isTrue();
  }

  @Test
  void hooksRunInOneTaskOrInAllOfAGlobalService() {
    RunPlan one =
        RunPlanner.plan(
            of(
                List.of(service("a").hooks("b", "c").runsOn("n", "m").build()),
                node("m"),
                node("n")));
    RunPlan all =
        RunPlanner.plan(
            of(
                List.of(
                    service("a").mode(new Mode.Global()).hooks("b", "").runsOn("n", "m").build()),
                node("m"),
                node("n")));

    assertThat(one.before()).extracting(RunPlan.Hook::nodeId).containsExactly("m-id");
    assertThat(one.after()).extracting(RunPlan.Hook::command).containsExactly("c");
    assertThat(all.before()).extracting(RunPlan.Hook::nodeId).containsExactly("m-id", "n-id");
  }

  @Test
  void aHookWithoutATaskOrAnAgentIsRefused() {
    assertThat(
            refused(RunPlanner.plan(of(List.of(service("a").hooks("b", "").build()), node("n")))))
        .containsExactly("NoTaskForHook");
    assertThat(
            refused(
                RunPlanner.plan(
                    of(List.of(service("a").hooks("b", "").runsOn("n").build()), silent("n")))))
        .containsExactly("AgentMissing");
  }

  @Test
  void labelsThatAreWrongAreRefusedAndObservedServicesLeftOut() {
    assertThat(
            refused(
                RunPlanner.plan(
                    of(
                        List.of(service("a").wishes(new Wishes.Unreadable("x")).build()),
                        node("n")))))
        .containsExactly("MalformedLabels");
    RunPlan observed =
        RunPlanner.plan(
            of(
                List.of(
                    service("a")
                        .mounts("data")
                        .runsOn("n")
                        .wishes(
                            new Wishes.Given(
                                true,
                                "b",
                                "",
                                java.time.Duration.ofMinutes(1),
                                0,
                                List.of(),
                                0,
                                true))
                        .build()),
                node("n", "data")));
    assertThat(noted(observed)).containsExactly("ObserveMode");
    assertThat(observed.stops()).isEmpty();
    assertThat(observed.before()).isEmpty();
    assertThat(observed.volumes()).isEmpty();
  }

  @Test
  void somebodyElseWhoWritesIntoAStoppedServicesVolumeIsTold() {
    RunPlan plan =
        RunPlanner.plan(
            new RunFacts(
                List.of(service("db").stop(0).mounts("data").runsOn("n").admits("n").build()),
                Map.of("cron", Set.of("data")),
                List.of(node("n", "data")),
                Set.of()));

    assertThat(noted(plan)).containsExactly("SharedVolume");
    assertThat(plan.notCovered().getFirst().text()).contains("cron");
  }

  @Test
  void thePlanDoesNotDependOnTheOrderOfItsFacts() {
    Random random = new Random(42);
    List<RunFacts.Service> services =
        new ArrayList<>(
            List.of(
                service("a_x").stop(3).mounts("a_1").runsOn("n1").admits("n1").build(),
                service("a_y").stop(3).mounts("a_2", "a_1").runsOn("n1").admits("n1").build(),
                service("a_z").hooks("b", "c").mounts("a_3").runsOn("n2").build()));
    RunFacts.Node n1 = node("n1", "a_1", "a_2");
    RunFacts.Node n2 = node("n2", "a_3", "a_1");
    RunPlan first = RunPlanner.plan(of(services, n1, n2));
    assertThat(first.possible()).isTrue();
    for (int i = 0; i < 100; i++) {
      Collections.shuffle(services, random);
      RunPlan plan = RunPlanner.plan(of(services, n1, n2));
      assertThat(plan.stops()).isEqualTo(first.stops());
      assertThat(plan.volumes()).isEqualTo(first.volumes());
      assertThat(plan.before()).isEqualTo(first.before());
    }
  }
}
