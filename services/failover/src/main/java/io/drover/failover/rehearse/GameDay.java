package io.drover.failover.rehearse;

import io.drover.core.decision.Reason;
import io.drover.core.model.Reading;
import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.failover.FailoverConfig;
import io.drover.failover.decide.FailoverDecider;
import io.drover.failover.decide.FenceReport;
import io.drover.failover.decide.Order;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Rules;
import io.drover.failover.decide.Run;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Sight;
import io.drover.failover.decide.Situation;
import io.drover.failover.decide.StartReport;
import io.drover.failover.decide.State;
import io.drover.failover.decide.Target;
import io.drover.failover.decide.Vantage;
import io.drover.failover.dns.DnsCheck;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.observe.SiteEngine;
import io.drover.failover.record.SiteBoard.Picture;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import io.drover.failover.stacks.decide.OnDecider;
import io.drover.failover.stacks.observe.SiteReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A game day without effect: asks everything that a move from the primary would stand on, and
 * changes nothing but a scratch record.
 */
@ApplicationScoped
public class GameDay {
  private final FailoverConfig config;
  private final MirrorBoard mirror;

  /** With these settings, and what the mirror found. */
  public GameDay(FailoverConfig config, MirrorBoard mirror) {
    this.config = config;
    this.mirror = mirror;
  }

  /**
   * One thing that a move stands on.
   *
   * @param what what
   * @param ok whether it would hold
   * @param text what was found
   */
  public record Check(String what, boolean ok, String text) {}

  /** Blocks: for a virtual thread. Never throws. */
  public List<Check> run(Picture picture) {
    List<Check> checks = new ArrayList<>();
    checks.add(decision(picture));
    checks.add(fence(picture));
    checks.addAll(standby(picture));
    checks.add(mirrored());
    for (DnsCheck.Step step :
        DnsCheck.run(picture.description(), Clock.systemUTC(), config.dnsPatience())) {
      checks.add(new Check("DNS: " + step.what(), step.ok(), step.where() + ": " + step.message()));
    }
    return checks;
  }

  /** What the mirror found missing at the stand-by. */
  private Check mirrored() {
    return switch (mirror.newest()) {
      case MirrorBoard.Newest.Nothing(String why) -> new Check("mirror", false, why);
      case MirrorBoard.Newest.Round round when round.report().isReady() ->
          new Check("mirror", true, "ready: " + String.join(", ", round.report().ready()));
      case MirrorBoard.Newest.Round round ->
          new Check(
              "mirror",
              false,
              round.report().findings().stream()
                  .map(Finding::toString)
                  .collect(Collectors.joining("; ")));
    };
  }

  /** What the decider would say, had every place that was heard just seen the primary fail. */
  static Check decision(Picture picture) {
    State state = picture.state();
    if (state.phase() != Phase.HEALTHY) {
      return new Check(
          "decision", false, "%s: only a healthy primary is left".formatted(state.phase()));
    }
    Rules rules = picture.description().rules();
    Instant now = picture.at();
    List<Vantage> down =
        picture.look().places().stream()
            .map(
                place -> new Vantage(place.name(), failed(place.primary(), rules), place.standby()))
            .toList();
    State failed =
        new State(
            Phase.FAILED,
            Side.PRIMARY,
            state.epoch(),
            now,
            state.unfenced(),
            false,
            state.moves(),
            state.recoveries(),
            state.why());
    var verdict =
        FailoverDecider.decide(
            new Situation(
                rules,
                now,
                failed,
                down,
                false,
                picture.engines().get(Side.STANDBY),
                new FenceReport.Nothing(),
                new StartReport.Nothing(),
                new Order.None(),
                false));
    return new Check(
        "decision",
        verdict.next().phase() == Phase.FENCING,
        verdict.reasons().stream().map(Reason::text).collect(Collectors.joining("; ")));
  }

  private static Run failed(Run seen, Rules rules) {
    return seen.count() == 0
        ? seen
        : new Run(
            Sight.DOWN,
            rules.failures(),
            seen.last().minus(rules.period().multipliedBy(rules.failures())),
            seen.last());
  }

  private static Check fence(Picture picture) {
    Description description = picture.description();
    String primary = picture.name(Side.PRIMARY);
    Optional<String> missing =
        description.fence().command().stream()
            .limit(1)
            .filter(program -> program.contains("/") && !Files.isExecutable(Path.of(program)))
            .findFirst();
    if (missing.isPresent()) {
      return new Check("fence", false, missing.get() + " can't be run");
    }
    if (description.fence().isExternal()) {
      return new Check(
          "fence",
          true,
          "%s is turned off by its engine, or from outside; the latter is not tried here"
              .formatted(primary));
    }
    boolean goesOn = description.rules().withoutFence() == Rules.WithoutFence.CONTINUE;
    return new Check(
        "fence",
        false,
        goesOn
            ? "there is no external fence: where %s is only cut off, both sites would serve"
                .formatted(primary)
            : "there is no external fence: where the engine of %s does not answer, a move stops and waits for an operator"
                .formatted(primary));
  }

  private static List<Check> standby(Picture picture) {
    Description description = picture.description();
    String name = picture.name(Side.STANDBY);
    if (picture.engines().get(Side.STANDBY) instanceof Target.Unreachable(String why)) {
      return List.of(new Check("stand-by", false, name + ": " + why));
    }
    Set<String> stacks =
        description.stacks().stream().map(Description.Stack::name).collect(Collectors.toSet());
    try (Engine engine =
        DockerEngine.connect(
            description.sites().get(Side.STANDBY.ordinal()).engine(), SiteEngine.TIMEOUTS)) {
      return switch (SiteReader.read(engine, stacks, InstantSource.system())) {
        case Reading.Unknown<SiteStacks>(String why) ->
            List.of(new Check("stand-by", false, name + ": " + why));
        case Reading.Known<SiteStacks>(SiteStacks seen, var at) ->
            List.of(start(seen, description));
      };
    }
  }

  private static Check start(SiteStacks seen, Description description) {
    var step = OnDecider.decide(seen, seen, description.stacks());
    return switch (step.result()) {
      case SwitchResult.Failed(String why) -> new Check("start", false, why);
      case SwitchResult.Waiting(String what) -> new Check("start", true, "would begin: " + what);
      case SwitchResult.Done(String how) -> new Check("start", true, how);
    };
  }
}
