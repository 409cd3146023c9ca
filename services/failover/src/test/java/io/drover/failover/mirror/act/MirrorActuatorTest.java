package io.drover.failover.mirror.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.engine.RawJson;
import io.drover.failover.mirror.World;
import io.drover.failover.mirror.decide.MirrorInput;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import io.drover.failover.stacks.act.EngineStacks;
import io.drover.testkit.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written, to the byte; and that what turns stacks on and off can work with it. */
class MirrorActuatorTest {
  private final World world = new World();
  private final EngineStacks stacks =
      new EngineStacks(
          world.standby,
          List.of(new Description.Stack("app", List.of())),
          new ManualClock()::instant);

  /** The primary's spec, with the ids of the stand-by. */
  private static String there(String spec) {
    return spec.replace("\"p-", "\"s-");
  }

  private static String labelled(String spec, String more) {
    return spec.contains("a/b")
        ? spec.replace("\"a/b\":\"\\u00e9\"", "\"a/b\":\"\\u00e9\"," + more)
        : spec.replace("\"app\"}", "\"app\"," + more + "}");
  }

  @Test
  void onlyIdsCountAndMarksAreOthers() {
    world.settle();
    assertThat(world.standby.spec("app_web").toString())
        .isEqualTo(
            labelled(
                there(World.WEB).replace("\"Replicas\":3", "\"Replicas\":0"),
                "\"drover.failover.replicas\":\"3\",\"drover.failover.off\":\"0\""));
    assertThat(world.standby.spec("app_log").toString())
        .isEqualTo(
            labelled(
                there(World.LOG)
                    .replace(
                        "[\"node.role == manager\"]",
                        "[\"node.role == manager\",\"%s\"]".formatted(SiteService.NOWHERE)),
                "\"drover.failover.off\":\"0\""));
  }

  @Test
  void whatItMakesIsOffAndComesOnAsThePrimaryIs() {
    world.settle();
    assertThat(stacks.off(seen(), 0)).isInstanceOf(SwitchResult.Done.class);
    assertThat(stacks.on(seen(), seen())).isInstanceOf(SwitchResult.Waiting.class);
    assertThat(world.standby.spec("app_web").toString())
        .isEqualTo(labelled(there(World.WEB), "\"drover.failover.replicas\":\"3\""));
    assertThat(world.standby.spec("app_log")).isEqualTo(RawJson.of(there(World.LOG)));
  }

  @Test
  void aServiceThatAMoveTurnedOffStaysOffByThatMove() {
    world.settle();
    stacks.off(seen(), 7);
    assertThat(world.decide().plan().steps()).isEmpty();
    world.primary.service("app_web", World.WEB.replace("web:1", "web:2"));
    world.round();
    assertThat(world.standby.spec("app_web").toString())
        .contains("web:2", "\"drover.failover.off\":\"7\"");
    assertThat(stacks.off(seen(), 7)).isInstanceOf(SwitchResult.Done.class);
  }

  @Test
  void anotherCountIsNoted() {
    world.settle();
    world.primary.service("app_web", World.WEB.replace("\"Replicas\":3", "\"Replicas\":5"));
    world.round();
    assertThat(world.standby.spec("app_web").toString())
        .contains("\"drover.failover.replicas\":\"5\"", "\"Replicas\":0");
    assertThat(world.decide().plan().steps()).isEmpty();
  }

  @Test
  void aServiceOfNoneAtTheStandbyIsTakenOver() {
    world.standby.service(
        "app_web",
        "{\"Name\":\"app_web\",\"Labels\":{\"com.docker.stack.namespace\":\"app\"},\"Mode\":{\"Replicated\":{\"Replicas\":0}}}");
    world.settle();
    assertThat(world.standby.spec("app_web").toString()).contains("shop/web:1");
  }

  @Test
  void aWriteThatComesLateChangesNothing() {
    world.settle();
    world.primary.service("app_web", World.WEB.replace("web:1", "web:2"));
    MirrorInput early = world.input();
    stacks.on(seen(), seen());
    RawJson on = world.standby.spec("app_web");
    world.act(early);
    assertThat(world.outcomes).hasSize(1).allMatch(Outcome.Conflict.class::isInstance);
    assertThat(world.standby.spec("app_web")).isEqualTo(on);
  }

  @Test
  void networksAndConfigsAreMadeWithoutIds() {
    world.settle();
    assertThat(world.standby.inspect("/networks/app_net").orElseThrow().toString())
        .contains("\"Subnet\":\"10.0.1.0/24\"", "\"com.docker.stack.namespace\":\"app\"")
        .doesNotContain("vxlanid", "p-");
    assertThat(world.standby.inspect("/configs/app_conf").orElseThrow().find("/Spec"))
        .isEqualTo(world.primary.inspect("/configs/app_conf").orElseThrow().find("/Spec"));
    assertThat(world.standby.inspect("/configs/other")).isEmpty();
  }

  @Test
  void oneThatFailsHoldsNoOtherBack() {
    MirrorInput seen = world.input();
    world.standby.network("app_net", "app", "10.0.1.0/24");
    world.act(seen);
    assertThat(world.outcomes)
        .extracting(Outcome::code)
        .containsExactly("conflict", "applied", "applied");
  }

  private SiteStacks seen() {
    return ((Reading.Known<SiteStacks>) stacks.read()).value();
  }
}
