package io.drover.failover.stacks.act;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.engine.Engine;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.SwitchResult;
import io.drover.failover.stacks.decide.OffDecider;
import io.drover.failover.stacks.decide.OnDecider;
import io.drover.failover.stacks.decide.Step;
import io.drover.failover.stacks.decide.Write;
import io.drover.failover.stacks.observe.SiteReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The described stacks of one site through one of its managers. */
public final class EngineStacks implements Stacks {
  private final Engine engine;
  private final List<Description.Stack> described;
  private final InstantSource clock;

  /**
   * Stands on an engine, which stays the caller's to close.
   *
   * @param engine a manager's
   * @param described the stacks, in the order in which they start
   */
  public EngineStacks(Engine engine, List<Description.Stack> described, InstantSource clock) {
    this.engine = engine;
    this.described = List.copyOf(described);
    this.clock = clock;
  }

  @Override
  public Reading<SiteStacks> read() {
    return SiteReader.read(
        engine, described.stream().map(Description.Stack::name).collect(Collectors.toSet()), clock);
  }

  @Override
  public SwitchResult off(SiteStacks seen, long epoch) {
    SwitchResult result = take(OffDecider.decide(seen, epoch));
    // Of a stack that is not there under this name nobody knows whether it runs under another.
    List<String> missing =
        described.stream()
            .map(Description.Stack::name)
            .filter(
                stack ->
                    seen.services().stream()
                        .noneMatch(
                            service -> service.view().stack().filter(stack::equals).isPresent()))
            .toList();
    return result instanceof SwitchResult.Done && !missing.isEmpty()
        ? new SwitchResult.Failed(
            "no service of stack %s is there: nothing tells that it is off"
                .formatted(String.join(", ", missing)))
        : result;
  }

  @Override
  public SwitchResult on(SiteStacks seen, SiteStacks standby) {
    return take(OnDecider.decide(seen, standby, described));
  }

  /** One that fails holds none of the others back: whatever can be turned off is. */
  private SwitchResult take(Step step) {
    List<String> moved = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Write write : step.writes()) {
      String name = write.service().view().name();
      switch (write(write)) {
        case Outcome.Applied applied -> {}
        case Outcome.Conflict(String message) -> moved.add(name + ": " + message);
        case Outcome.Failed(Outcome.Kind kind, String message) ->
            (kind == Outcome.Kind.NOT_FOUND ? moved : failed).add(name + ": " + message);
      }
    }
    if (!failed.isEmpty()) {
      return new SwitchResult.Failed(String.join("; ", failed));
    }
    return moved.isEmpty()
        ? step.result()
        : new SwitchResult.Waiting("changed since it was read: " + String.join("; ", moved));
  }

  private Outcome write(Write write) {
    return engine.updateService(
        write.service().view().id(), write.service().view().version(), SpecEdit.of(write));
  }
}
