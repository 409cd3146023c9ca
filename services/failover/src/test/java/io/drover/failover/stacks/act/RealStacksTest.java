package io.drover.failover.stacks.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.engine.RawJson;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import io.drover.testkit.Eventually;
import io.drover.testkit.swarm.RealSwarm;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A stack of a real Swarm is turned off and on. */
class RealStacksTest {
  private static final String REPLICATED = "{\"Replicated\":{\"Replicas\":%d}}";

  @Test
  void aStackIsTurnedOffAndComesBackInOrderAsItWas() {
    try (RealSwarm swarm = RealSwarm.oneNode();
        DockerEngine engine =
            DockerEngine.connect(new EngineAddress.UnixSocket(swarm.node(1).socket()))) {
      EngineStacks stacks =
          new EngineStacks(
              engine, List.of(new Description.Stack("app", List.of("db"))), InstantSource.system());
      create(engine, "app_db", "app", REPLICATED.formatted(2));
      create(engine, "app_web", "app", REPLICATED.formatted(2));
      create(engine, "app_log", "app", "{\"Global\":{}}");
      create(engine, "other_web", "other", REPLICATED.formatted(1));
      until(() -> stacks.on(read(stacks), read(stacks)));
      Map<String, RawJson> before = specs(read(stacks));

      until(() -> stacks.off(read(stacks), 1));
      SiteStacks off = read(stacks);
      assertThat(off.services()).hasSize(3);
      assertThat(off.tasks()).allMatch(task -> task.state().isTerminal());
      Eventually.holds("the other stack runs", () -> otherRuns(engine));

      until(() -> stacks.off(read(stacks), 2));
      assertThat(stacks.on(off, off))
          .as("a start that was delayed since the first move")
          .isInstanceOfSatisfying(
              SwitchResult.Waiting.class,
              waiting -> assertThat(waiting.what()).startsWith("changed since it was read"));
      assertThat(stacks.off(read(stacks), 2)).isInstanceOf(SwitchResult.Done.class);

      until(() -> stacks.on(read(stacks), read(stacks)));
      SiteStacks on = read(stacks);
      assertThat(specs(on)).isEqualTo(before);
      assertThat(running(on, "app_web"))
          .hasSize(2)
          .allSatisfy(
              web ->
                  assertThat(running(on, "app_db"))
                      .hasSize(2)
                      .allSatisfy(db -> assertThat(db.stateSince()).isBefore(web.createdAt())));
      assertThat(running(on, "app_log")).hasSize(1);
    }
  }

  private static void create(DockerEngine engine, String name, String stack, String mode) {
    Outcome outcome =
        engine.create(
            "/services/create",
            RawJson.of(
                """
                {"Name":"%s","Labels":{"com.docker.stack.namespace":"%s","%s":"2"},"TaskTemplate":{"ContainerSpec":\
                {"Image":"%s","Command":["/bin/sleep","3600"],"Init":true},"Placement":{"Constraints":["node.role==manager"]}},\
                "Mode":%s}"""
                    .formatted(name, stack, SiteService.REPLICAS, RealSwarm.BUSYBOX, mode)));
    assertThat(outcome).isInstanceOf(Outcome.Applied.class);
  }

  private static void until(Supplier<SwitchResult> step) {
    SwitchResult end =
        Eventually.gives(
            "the steps end",
            () ->
                Optional.of(step.get())
                    .filter(result -> !(result instanceof SwitchResult.Waiting)));
    assertThat(end).isInstanceOf(SwitchResult.Done.class);
  }

  private static SiteStacks read(EngineStacks stacks) {
    Reading<SiteStacks> reading = stacks.read();
    assertThat(reading.isKnown()).as("%s", reading).isTrue();
    return ((Reading.Known<SiteStacks>) reading).value();
  }

  private static Map<String, RawJson> specs(SiteStacks seen) {
    return seen.services().stream()
        .collect(Collectors.toMap(service -> service.view().name(), SiteService::spec));
  }

  private static List<TaskView> running(SiteStacks seen, String name) {
    return seen.services().stream()
        .filter(service -> service.view().name().equals(name))
        .flatMap(service -> seen.tasksOf(service).stream())
        .filter(TaskView::isRunning)
        .toList();
  }

  private static boolean otherRuns(DockerEngine engine) {
    return engine.list("/tasks?filters=%7B%22service%22%3A%5B%22other_web%22%5D%7D").stream()
        .anyMatch(task -> task.tree().at("/Status/State").asText().equals("running"));
  }
}
