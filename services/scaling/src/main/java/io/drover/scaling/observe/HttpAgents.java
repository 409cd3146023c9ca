package io.drover.scaling.observe;

import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks the agents for usage, and for the tasks' own metrics, over HTTP. */
public final class HttpAgents implements Agents {
  /** What counters are averaged over: six questions of an agent to a task. */
  private static final Duration RATE_WINDOW = Duration.ofSeconds(30);

  private final AgentCalls calls;
  private final Duration window;
  private final Clock clock;

  /**
   * A client for the agents.
   *
   * @param addresses where they are, asked anew each time
   * @param token the bearer token, read anew each time since secrets get rotated
   * @param window the time to average CPU over
   * @param timeout for each agent
   * @param clock our time
   */
  public HttpAgents(
      AgentAddresses addresses,
      Supplier<String> token,
      Duration window,
      Duration timeout,
      Clock clock) {
    this.calls = new AgentCalls(addresses, token, timeout);
    this.window = window;
    this.clock = clock;
  }

  @Override
  public AgentsReport ask() {
    AgentCalls.Answers<List<TaskUsage>> answers =
        calls.askAll(
            "/v1/stats?window=" + window.toSeconds() + "s",
            (agent, json) -> AgentAnswer.read(json, clock.instant()));
    Map<String, TaskUsage> usage = new HashMap<>();
    answers.byAgent().values().forEach(all -> all.forEach(task -> usage.put(task.taskId(), task)));
    return new AgentsReport(usage, answers.byAgent().size(), answers.failures());
  }

  @Override
  public ScrapeReport scrape(List<ScrapeTarget> targets) {
    AgentCalls.Answers<Map<String, Map<String, TaskSample>>> answers =
        calls.postAll(
            "/v1/scrape",
            ScrapeAnswer.request(targets, RATE_WINDOW),
            (agent, json) -> ScrapeAnswer.read(json, clock.instant()));
    Map<String, Map<String, TaskSample>> tasks = new HashMap<>();
    answers.byAgent().values().forEach(tasks::putAll);
    return new ScrapeReport(tasks, answers.failures());
  }
}
