package io.drover.failover.mirror;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.failover.mirror.act.MirrorActuator;
import io.drover.failover.mirror.decide.MirrorDecider;
import io.drover.failover.mirror.decide.MirrorDecision;
import io.drover.failover.mirror.decide.MirrorInput;
import io.drover.failover.mirror.decide.Past;
import io.drover.failover.mirror.observe.MirrorReader;
import io.drover.failover.site.Description;
import io.drover.testkit.ManualClock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A primary with a stack of two services, and a stand-by that has what can't be mirrored. */
public final class World {
  /** All that refers to others, and members that nobody knows. */
  public static final String WEB =
      """
      {"Name":"app_web","Labels":{"com.docker.stack.namespace":"app","a/b":"\\u00e9"},\
      "TaskTemplate":{"ContainerSpec":{"Image":"shop/web:1","Pids":77,"Configs":[{"File":{"Name":"/c","Mode":292},"ConfigID":"p-app_conf","ConfigName":"app_conf"}],\
      "Secrets":[{"File":{"Name":"k"},"SecretID":"p-app_key","SecretName":"app_key"}],"Init":false},\
      "Resources":{"Reservations":{"NanoCPUs":500000000,"MemoryBytes":104857600}},\
      "Networks":[{"Target":"p-app_net","Aliases":["web"]}],"ForceUpdate":0,"Runtime":"container"},\
      "Mode":{"Replicated":{"Replicas":3}}, "New":[1.0, 1e2, null]}""";

  /** A global one. */
  public static final String LOG =
      """
      {"Name":"app_log","Labels":{"com.docker.stack.namespace":"app"},\
      "TaskTemplate":{"ContainerSpec":{"Image":"shop/log:1"},"Placement":{"Constraints":["node.role == manager"],"Platforms":[{"OS":"linux","Architecture":"amd64"}]},\
      "Networks":[{"Target":"p-host"}]},"Mode":{"Global":{}}}""";

  public final FakeSite primary = new FakeSite("p");
  public final FakeSite standby = new FakeSite("s");
  public Past past = Past.NONE;
  public List<String> order = List.of();
  public List<Outcome> outcomes = List.of();
  private final InstantSource clock = new ManualClock()::instant;

  public World() {
    primary
        .service("app_web", WEB)
        .service("app_log", LOG)
        .network("app_net", "app", "10.0.1.0/24")
        .network("ingress", "", "10.0.0.0/24")
        .config("app_conf", "app", "aGVsbG8K")
        .config("other", "", "eA==")
        .secret("app_key");
    standby
        .secret("app_key")
        .network("ingress", "", "10.0.0.0/24")
        .image("shop/web:1")
        .image("shop/log:1")
        .node("node1", "active", 4, 1L << 30);
  }

  /** What both sites have now. */
  public MirrorInput input() {
    Set<String> stacks = Set.of("app");
    Reading<Holdings> here = MirrorReader.primary(primary, stacks, clock);
    Holdings known =
        here instanceof Reading.Known<Holdings>(Holdings holdings, var at)
            ? holdings
            : Holdings.NONE;
    return new MirrorInput(
        clock.instant(),
        List.of(new Description.Stack("app", order)),
        here,
        MirrorReader.standby(standby, stacks, known, clock),
        past);
  }

  public MirrorDecision decide() {
    return MirrorDecider.decide(input());
  }

  /** One round. */
  public MirrorDecision round() {
    return act(input());
  }

  /** Decides and acts on what was seen earlier. */
  public MirrorDecision act(MirrorInput seen) {
    MirrorDecision decision = MirrorDecider.decide(seen);
    if (seen.primary() instanceof Reading.Known<Holdings>(Holdings here, var at)
        && seen.standby() instanceof Reading.Known<Standby>(Standby there, var then)) {
      MirrorActuator.Acted acted =
          new MirrorActuator(standby, () -> true)
              .act(decision.plan(), decision, here, there.holdings());
      outcomes = acted.outcomes();
      past =
          past.after(
              decision.plan(),
              outcomes,
              acted.kept(),
              here.services().stream().map(MirroredService::name).collect(Collectors.toSet()));
    }
    return decision;
  }

  /** Rounds until nothing is left to write; two are enough. */
  public MirrorDecision settle() {
    round();
    round();
    MirrorDecision last = decide();
    if (!last.plan().steps().isEmpty()) {
      throw new AssertionError("is not at rest: " + last.plan());
    }
    return last;
  }
}
