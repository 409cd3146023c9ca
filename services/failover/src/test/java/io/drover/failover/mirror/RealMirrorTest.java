package io.drover.failover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.failover.mirror.act.MirrorActuator;
import io.drover.failover.mirror.decide.MirrorDecider;
import io.drover.failover.mirror.decide.MirrorDecision;
import io.drover.failover.mirror.decide.MirrorInput;
import io.drover.failover.mirror.decide.Past;
import io.drover.failover.mirror.observe.MirrorReader;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import io.drover.failover.stacks.act.EngineStacks;
import io.drover.testkit.Eventually;
import io.drover.testkit.swarm.RealSwarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack of a real Swarm is mirrored at another one, which then starts it. */
class RealMirrorTest {
  private static final String IMAGE = "drover-test/shop:1";
  private static final Set<String> STACKS = Set.of("app");
  private static final List<Description.Stack> DESCRIBED =
      List.of(new Description.Stack("app", List.of("log", "web")));
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private Past past = Past.NONE;
  private DockerEngine primary;
  private DockerEngine standby;

  @Test
  void whatIsMirroredStartsAsItIsAtThePrimary() throws IOException {
    try (RealSwarm one = RealSwarm.oneNode();
        RealSwarm two = RealSwarm.oneNode();
        DockerEngine first = engine(one);
        DockerEngine second = engine(two)) {
      primary = first;
      standby = second;
      deploy(one.node(1), "hello");
      // The first network that anybody makes gets the same addresses in every Swarm.
      two.node(1).docker("network", "create", "--driver", "overlay", "theirs");
      Eventually.holds(
          "the primary serves", () -> running(primary, "app_web").size() == 2 && hasNetwork());

      MirrorDecision before = round();
      assertThat(before.report().findings())
          .extracting(Finding::code)
          .contains(Finding.Code.MISSING_SECRET, Finding.Code.MISSING_IMAGE, Finding.Code.NOT_YET);
      two.node(1).docker("tag", RealSwarm.BUSYBOX, IMAGE);
      two.node(1).docker("secret", "create", "app_key", file("key", "another"));
      MirrorDecision last =
          Eventually.gives(
              "the stand-by is ready",
              () -> Optional.of(round()).filter(made -> made.report().isReady()));
      assertThat(last.plan().steps()).isEmpty();
      assertThat(last.report().ready()).containsExactly("app_log", "app_once", "app_web");
      assertThat(running(standby, "app_web")).isEmpty();
      assertThat(running(standby, "app_log")).isEmpty();

      EngineStacks stacks = new EngineStacks(standby, DESCRIBED, CLOCK);
      Eventually.holds(
          "the stand-by serves",
          () -> {
            SiteStacks seen = known(stacks.read());
            return stacks.on(seen, seen) instanceof SwitchResult.Done;
          });
      assertThat(running(standby, "app_web")).hasSize(2);
      assertThat(running(standby, "app_log")).hasSize(1);
      String container =
          two.node(1)
              .docker("ps", "-q", "--filter", "label=com.docker.swarm.service.name=app_web")
              .lines()
              .findFirst()
              .orElseThrow();
      assertThat(two.node(1).docker("exec", container, "cat", "/greeting", "/run/secrets/app_key"))
          .isEqualTo("helloanother");
      assertThat(two.node(1).docker("exec", container, "ip", "addr")).contains("10.77.0.");
      MirrorInput after = input();
      assertThat(contents(known(after.standby()).holdings()))
          .isEqualTo(contents(known(after.primary())))
          .hasSize(3);
      assertThat(decide(after).report().findings())
          .filteredOn(finding -> finding.code() == Finding.Code.RUNNING_AT_STANDBY)
          .extracting(Finding::name)
          .containsExactly("app_log", "app_web");
    }
  }

  private static DockerEngine engine(RealSwarm swarm) {
    return DockerEngine.connect(new EngineAddress.UnixSocket(swarm.node(1).socket()));
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private void deploy(RealSwarm.Node node, String greeting) throws IOException {
    node.docker("secret", "create", "app_key", file("key", "one"));
    node.docker("tag", RealSwarm.BUSYBOX, IMAGE);
    file("greeting", greeting);
    String stack =
        """
        version: "3.9"
        services:
          web:
            image: %1$s
            command: [sleep, "3600"]
            init: true
            configs: [{source: greeting, target: /greeting}]
            secrets: [app_key]
            networks: {net: {aliases: [shop]}, range: {}}
            stop_grace_period: 1s
            deploy:
              replicas: 2
              endpoint_mode: dnsrr
              resources: {limits: {memory: 64M, pids: 100}, reservations: {memory: 16M, cpus: "0.01"}}
              placement: {constraints: ["node.role==manager"], preferences: [{spread: node.labels.zone}]}
              update_config: {order: start-first, parallelism: 1, failure_action: rollback}
          log:
            image: %1$s
            command: [sleep, "3600"]
            networks: [host]
            deploy: {mode: global}
          once:
            image: %1$s
            command: [sleep, "3600"]
            ports: ["8080:80"]
            deploy: {replicas: 0}
        networks:
          net: {}
          range: {driver_opts: {com.docker.network.driver.mtu: "1400"}, ipam: {config: [{subnet: 10.77.0.0/24}]}}
          host: {external: true, name: host}
        configs: {greeting: {file: ./greeting}}
        secrets: {app_key: {external: true}}
        """
            .formatted(IMAGE);
    node.docker(
        "stack", "deploy", "--resolve-image", "never", "-c", file("stack.yml", stack), "app");
  }

  /** Tasks tell who chose the addresses, once they have some. */
  private boolean hasNetwork() {
    return known(MirrorReader.primary(primary, STACKS, CLOCK)).networks().stream()
        .filter(network -> network.name().equals("app_net"))
        .allMatch(network -> network.range() == NetworkObject.Range.CHOSEN_BY_SWARM);
  }

  private MirrorInput input() {
    Reading<Holdings> here = MirrorReader.primary(primary, STACKS, CLOCK);
    return new MirrorInput(
        Instant.EPOCH,
        DESCRIBED,
        here,
        MirrorReader.standby(standby, STACKS, known(here), CLOCK),
        past);
  }

  private static Map<String, Content> contents(Holdings holdings) {
    return holdings.services().stream()
        .collect(Collectors.toMap(MirroredService::name, MirroredService::content));
  }

  private static MirrorDecision decide(MirrorInput seen) {
    return MirrorDecider.decide(seen);
  }

  private MirrorDecision round() {
    MirrorInput seen = input();
    MirrorDecision decision = decide(seen);
    MirrorActuator.Acted acted =
        new MirrorActuator(standby, () -> true)
            .act(
                decision.plan(), decision, known(seen.primary()), known(seen.standby()).holdings());
    assertThat(acted.outcomes()).allMatch(Outcome.Applied.class::isInstance);
    past = past.after(decision.plan(), acted.outcomes(), acted.kept(), Set.of("app_web"));
    return decision;
  }

  private static <T> T known(Reading<T> reading) {
    assertThat(reading.isKnown()).as("%s", reading).isTrue();
    return ((Reading.Known<T>) reading).value();
  }

  private static List<TaskView> running(DockerEngine engine, String service) {
    SiteStacks seen = known(new EngineStacks(engine, DESCRIBED, CLOCK).read());
    return seen.services().stream()
        .filter(one -> one.view().name().equals(service))
        .flatMap(one -> seen.tasksOf(one).stream())
        .filter(TaskView::isRunning)
        .toList();
  }
}
