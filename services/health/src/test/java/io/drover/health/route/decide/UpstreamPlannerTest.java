package io.drover.health.route.decide;

import static io.drover.health.route.decide.Tasks.FAILING;
import static io.drover.health.route.decide.Tasks.PASSING;
import static io.drover.health.route.decide.Tasks.PENDING;
import static io.drover.health.route.decide.Tasks.at;
import static io.drover.health.route.decide.Tasks.running;
import static io.drover.health.route.decide.Tasks.service;
import static io.drover.health.route.decide.Tasks.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetMembers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What nginx's file of a backend is to say. */
class UpstreamPlannerTest {
  private static final String OPTIONS = UpstreamFile.options(100, 0);

  private static UpstreamFile file(int... tasks) {
    Map<Endpoint, String> members = new LinkedHashMap<>();
    for (int task : tasks) {
      members.put(at(task), OPTIONS);
    }
    return new UpstreamFile(members);
  }

  private static UpstreamPlanner.Result plan(UpstreamFile now, RoutedService... services) {
    return UpstreamPlanner.plan(
        new UpstreamInput("nginx", "web", List.of(services), now, true, Set.of()));
  }

  @Test
  void healthyOnesJoinAtTheEndAndTheOthersKeepTheirPlace() {
    UpstreamPlanner.Result result =
        plan(
            file(3, 1),
            service("web", running(1, PASSING), running(2, PASSING), running(3, PASSING)));
    assertThat(result.file().endpoints()).containsExactly(at(3), at(1), at(2));
    assertThat(result.plans().getFirst().plan().steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(((SetMembers) step.action()).joining())
                    .containsExactly("10.0.1.2:8080"));
  }

  @Test
  void whoStopsLeavesAtOnce() {
    UpstreamPlanner.Result result =
        plan(file(1, 2), service("web", running(1, PASSING), stopping(2)));
    assertThat(result.file().endpoints()).containsExactly(at(1));
    assertThat(result.plans().getFirst().plan().steps().getFirst().reasons())
        .extracting("code")
        .containsExactly("TaskStops");
  }

  @Test
  void whoIsNotCheckedYetStaysOutOrIn() {
    assertThat(
            plan(file(1), service("web", running(1, PENDING), running(2, PENDING)))
                .file()
                .endpoints())
        .containsExactly(at(1));
  }

  @Test
  void whenAllFailNobodyLeaves() {
    UpstreamPlanner.Result result =
        plan(file(1, 2), service("web", running(1, FAILING), running(2, FAILING)));
    assertThat(result.file()).isEqualTo(file(1, 2));
    assertThat(result.plans().getFirst().plan().steps()).isEmpty();
  }

  @Test
  void whatIsNobodysLeavesButForServicesWithWrongLabels() {
    UpstreamPlanner.Result result =
        UpstreamPlanner.plan(
            new UpstreamInput(
                "nginx",
                "web",
                List.of(service("web", running(1, PASSING))),
                file(1, 8, 9),
                true,
                Set.of(at(9))));
    assertThat(result.file().endpoints()).containsExactly(at(1), at(9));
  }

  @Test
  void onceWrittenNothingIsLeftToDo() {
    RoutedService web = service("web", running(1, PASSING), running(2, PASSING), stopping(3));
    UpstreamFile written = plan(file(3), web).file();
    assertThat(plan(UpstreamFile.parse(written.text()), web).plans().getFirst().plan().steps())
        .isEmpty();
  }

  @Test
  void aMissingFileIsWrittenThoughItNamesNobody() {
    UpstreamPlanner.Result result =
        UpstreamPlanner.plan(
            new UpstreamInput("nginx", "web", List.of(service("web")), file(), false, Set.of()));
    assertThat(result.plans().getFirst().plan().steps()).hasSize(1);
    assertThat(result.file().text()).endsWith("server 127.0.0.1:1 down; # no member\n");
  }

  @Test
  void theFileSaysWhatItSaid() {
    Map<Endpoint, String> members = new LinkedHashMap<>();
    members.put(at(1), UpstreamFile.options(100, 0));
    members.put(new Endpoint("fd00::5", 80), UpstreamFile.options(3, 40));
    members.put(at(2), UpstreamFile.options(0, 0));
    UpstreamFile file = new UpstreamFile(members);
    assertThat(file.text())
        .contains("server [fd00::5]:80 weight=3 max_conns=40 max_fails=3 fail_timeout=2s;")
        .contains("server 10.0.1.2:8080 down;");
    assertThat(UpstreamFile.parse(file.text())).isEqualTo(file);
  }
}
