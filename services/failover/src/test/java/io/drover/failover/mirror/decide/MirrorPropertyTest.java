package io.drover.failover.mirror.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.failover.mirror.FakeSite;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Standby;
import io.drover.failover.mirror.World;
import io.drover.failover.stacks.SiteService;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must never happen, over sites that have anything at all. */
class MirrorPropertyTest {
  private static final int WORLDS = 300;
  private static final List<String> LABELS =
      List.of(
          "\"a/b\"",
          "\"drover.failover.off\":\"4\",\"a/b\"",
          "\"drover.failover.off\":\"x\",\"a/b\"",
          "\"drover.failover.replicas\":\"9\",\"a/b\"");

  @ParameterizedTest(name = "seeds from {0} on")
  @ValueSource(longs = {1, 1_000_001, 2_000_001})
  void itComesToRestAndStartsNothing(long first) {
    LongStream.range(first, first + WORLDS).forEach(MirrorPropertyTest::check);
  }

  private static void check(long seed) {
    World world = world(new SplittableRandom(seed));
    List<SiteService> running = running(holdings(world));
    assertThat(world.decide()).as("seed %d", seed).isEqualTo(world.decide());
    for (int i = 0; i < 3; i++) {
      world.round();
    }
    MirrorDecision last = world.decide();
    assertThat(last.plan().steps()).as("steps of seed %d: %s", seed, last.report()).isEmpty();
    assertThat(world.primary.written()).as("written to the primary, seed %d", seed).isEmpty();
    Holdings there = holdings(world);
    assertThat(running(there)).as("running at the stand-by, seed %d", seed).isEqualTo(running);
    for (MirroredService service :
        ((Reading.Known<Holdings>) world.input().primary()).value().services()) {
      boolean ready = last.report().ready().contains(service.name());
      boolean found =
          last.report().findings().stream().anyMatch(one -> one.text().contains(service.name()));
      assertThat(ready || found).as("%s of seed %d is told", service.name(), seed).isTrue();
      if (ready) {
        assertThat(there.service(service.name()).orElseThrow().service().label(SiteService.OFF))
            .as("%s of seed %d", service.name(), seed)
            .isPresent();
      }
    }
  }

  private static List<SiteService> running(Holdings there) {
    return there.services().stream()
        .filter(MirroredService::isOn)
        .map(MirroredService::service)
        .toList();
  }

  private static Holdings holdings(World world) {
    return ((Reading.Known<Standby>) world.input().standby()).value().holdings();
  }

  private static World world(SplittableRandom random) {
    World world = new World();
    lose(world.primary, random);
    lose(world.standby, random);
    change(world.primary, "p-", random);
    if (random.nextBoolean()) {
      change(world.standby, "s-", random);
    }
    if (random.nextInt(4) == 0) {
      world.standby.network("app_net", "app", "10.%d.0.0/16".formatted(random.nextInt(2)));
    }
    if (random.nextInt(4) == 0) {
      world.standby.network("theirs", "", "10.0.1.0/%d".formatted(16 + random.nextInt(12)));
    }
    if (random.nextInt(4) == 0) {
      world.standby.config("app_conf", "", random.nextBoolean() ? "aGVsbG8K" : "eA==");
    }
    if (random.nextInt(4) == 0) {
      world.primary.task(
          "app_net", random.nextBoolean() ? "" : ",\"IPAMOptions\":{\"Configs\":[{}]}");
    }
    if (random.nextInt(4) == 0) {
      world.standby.keeps = spec -> spec.without("/TaskTemplate/ForceUpdate").with("/More", "{}");
    }
    return world;
  }

  private static void lose(FakeSite site, SplittableRandom random) {
    for (String one :
        List.of(
            "services app_web",
            "services app_log",
            "networks app_net",
            "configs app_conf",
            "secrets app_key",
            "images shop/web:1",
            "nodes node1")) {
      if (random.nextInt(8) == 0) {
        site.without(one.split(" ")[0], one.split(" ")[1]);
      }
    }
  }

  private static void change(FakeSite site, String ids, SplittableRandom random) {
    String web =
        World.WEB
            .replace("\"p-", "\"" + ids)
            .replace("\"a/b\"", LABELS.get(random.nextInt(LABELS.size())))
            .replace("\"Replicas\":3", "\"Replicas\":" + random.nextInt(4))
            .replace("web:1", "web:" + random.nextInt(3));
    if (random.nextBoolean()) {
      site.service("app_web", web);
    }
    if (random.nextBoolean()) {
      String log = World.LOG.replace("\"p-", "\"" + ids);
      String mode =
          List.of("\"Global\":{}", "\"ReplicatedJob\":{\"MaxConcurrent\":1}", "\"GlobalJob\":{}")
              .get(random.nextInt(3));
      String constraints =
          random.nextBoolean() ? "node.role == manager" : SiteService.NOWHERE + "\",\"node.id!=x";
      site.service(
          "app_log",
          log.replace("\"Global\":{}", mode).replace("node.role == manager", constraints));
    }
  }
}
