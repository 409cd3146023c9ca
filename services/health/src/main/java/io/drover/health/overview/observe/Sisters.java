package io.drover.health.overview.observe;

import io.drover.core.model.Reading;
import io.drover.health.overview.decide.Sight;
import io.drover.health.overview.decide.Standing;
import io.drover.runtime.agents.AgentCalls;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** All other services and the agents, asked at once: one that hangs delays nobody. */
public final class Sisters {
  private final Map<String, Optional<Sister>> sisters;
  private final AgentCalls agents;
  private final Deployed deployed;
  private final Supplier<Instant> clock;

  /**
   * These.
   *
   * @param sisters by name, in the order in which they are shown; empty for one without an address
   */
  public Sisters(
      Map<String, Optional<Sister>> sisters,
      AgentCalls agents,
      Deployed deployed,
      Supplier<Instant> clock) {
    this.sisters = new LinkedHashMap<>(sisters);
    this.agents = agents;
    this.deployed = deployed;
    this.clock = clock;
  }

  /**
   * What came of asking.
   *
   * @param services by name, in order
   * @param agents how many answered
   * @param silent one line for each that did not
   */
  public record Seen(Map<String, Standing> services, int agents, List<String> silent) {}

  /** Asks all of them. */
  public Seen ask() throws InterruptedException {
    Reading<Set<String>> names = deployed.names(clock.get());
    Map<String, Future<Standing>> asked = new LinkedHashMap<>();
    Map<String, Standing> services = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      sisters.forEach(
          (name, sister) ->
              sister.ifPresent(one -> asked.put(name, threads.submit(() -> one.ask(names)))));
      Future<AgentCalls.Answers<URI>> heard =
          threads.submit(() -> agents.askAll("/v1/pressure", (agent, json) -> agent));
      for (String name : sisters.keySet()) {
        services.put(name, asked.containsKey(name) ? asked.get(name).get() : unnamed());
      }
      AgentCalls.Answers<URI> answers = heard.get();
      return new Seen(services, answers.byAgent().size(), new ArrayList<>(answers.failures()));
    } catch (ExecutionException unforeseen) {
      throw new IllegalStateException(unforeseen.getCause());
    }
  }

  private static Standing unnamed() {
    return Standing.of(
        new Sight.Absent("no address of it is set"), Optional.empty(), Instant.EPOCH);
  }
}
