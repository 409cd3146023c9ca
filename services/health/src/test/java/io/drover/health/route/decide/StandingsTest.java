package io.drover.health.route.decide;

import static io.drover.health.route.decide.Tasks.FAILING;
import static io.drover.health.route.decide.Tasks.PASSING;
import static io.drover.health.route.decide.Tasks.PENDING;
import static io.drover.health.route.decide.Tasks.UNREACHABLE;
import static io.drover.health.route.decide.Tasks.running;
import static io.drover.health.route.decide.Tasks.stopping;
import static io.drover.health.route.decide.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.TaskState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tasks get requests, case by case; each row is a service's tasks and where they belong. */
class StandingsTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        row("healthy ones are in", tasks(running(1, PASSING), running(2, PASSING)), "IN IN"),
        row(
            "one that is not checked yet waits where it is",
            tasks(running(1, PASSING), running(2, PENDING)),
            "IN STAY"),
        row(
            "one that fails goes while another one passes",
            tasks(running(1, PASSING), running(2, FAILING)),
            "IN DRAIN"),
        row(
            "one that is not reached goes while another one passes",
            tasks(running(1, PASSING), running(2, UNREACHABLE)),
            "IN DRAIN"),
        row(
            "when all fail they stay",
            tasks(running(1, FAILING), running(2, FAILING)),
            "STAY STAY"),
        row("a single one that fails stays", tasks(running(1, FAILING)), "STAY"),
        row(
            "a newcomer that has not passed yet takes nobody's place",
            tasks(running(1, FAILING), running(2, PENDING)),
            "STAY STAY"),
        row(
            "when none is reached the checker is cut off, and states count",
            tasks(running(1, UNREACHABLE), running(2, UNREACHABLE), stopping(3)),
            "IN IN DRAIN"),
        row(
            "one answer, though bad, shows that the checker is not cut off",
            tasks(running(1, UNREACHABLE), running(2, FAILING)),
            "STAY STAY"),
        row("one that is to stop goes, though it is the last", tasks(stopping(1)), "DRAIN"),
        row(
            "one that is to be removed goes",
            tasks(running(1, PASSING), task(2, TaskState.RUNNING, TaskState.REMOVE, true, PASSING)),
            "IN DRAIN"),
        row(
            "one on a node that is down goes while another one passes",
            tasks(
                running(1, PASSING), task(2, TaskState.RUNNING, TaskState.RUNNING, false, PASSING)),
            "IN DRAIN"),
        row(
            "with all nodes down nobody goes",
            tasks(
                task(1, TaskState.RUNNING, TaskState.RUNNING, false, PASSING),
                task(2, TaskState.RUNNING, TaskState.RUNNING, false, UNREACHABLE)),
            "STAY STAY"),
        row(
            "one that is to stop on a node that is down is out: nobody will tell that it ended",
            tasks(
                running(1, PASSING),
                task(2, TaskState.RUNNING, TaskState.SHUTDOWN, false, UNREACHABLE)),
            "IN OUT"),
        row(
            "without checks states count",
            tasks(
                running(1, new Health.Unchecked()),
                task(2, TaskState.STARTING, TaskState.RUNNING, true, new Health.Unchecked())),
            "IN OUT"),
        row(
            "one that starts is not in yet",
            tasks(task(1, TaskState.STARTING, TaskState.RUNNING, true, PENDING)),
            "OUT"),
        row(
            "one that ended is out",
            tasks(task(1, TaskState.FAILED, TaskState.RUNNING, true, PASSING)),
            "OUT"),
        row(
            "one that never ran and will not is out",
            tasks(task(1, TaskState.PENDING, TaskState.SHUTDOWN, true, PENDING)),
            "OUT"),
        row(
            "what a newer engine invented changes nothing",
            tasks(
                task(1, TaskState.UNKNOWN, TaskState.RUNNING, true, PASSING),
                task(2, TaskState.RUNNING, TaskState.UNKNOWN, true, PASSING)),
            "STAY STAY"));
  }

  private static Arguments row(String name, List<RouteTask> tasks, String places) {
    return Arguments.of(name, tasks, List.of(places.split(" ")));
  }

  private static List<RouteTask> tasks(RouteTask... tasks) {
    return List.of(tasks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void where(String name, List<RouteTask> tasks, List<String> places) {
    assertThat(Standings.of(tasks)).map(one -> one.place().name()).isEqualTo(places);
  }
}
