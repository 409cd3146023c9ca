package io.drover.placement.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.placement.decide.limits.Amount;
import io.drover.placement.decide.limits.TaskHolds.Limit;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an agent says of limits: a limit, none, or that it doesn't know. */
class AgentStatsTest {
  private static final URI AGENT = URI.create("http://agent");
  private static final Instant RECEIVED = Instant.parse("2026-01-01T12:00:00Z");

  /** The agent's clock is ten seconds ahead. */
  private static JsonNode answer(String tasks) {
    try {
      return new ObjectMapper()
          .readTree("{\"at\":\"2026-01-01T12:00:10Z\",\"tasks\":%s}".formatted(tasks));
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void aLimitNoLimitAndAnUnknownOneAreThreeThings() {
    Map<String, TaskStats> read =
        AgentStats.read(
            AGENT,
            answer(
                """
                [{"taskId":"t1","sampledAt":"2026-01-01T12:00:09Z",
                  "cpu":{"nanoCores":70,"quotaNanoCores":500000000},
                  "memory":{"workingSet":1000,"limit":null},"pids":{"current":3},
                  "unknown":{"pids.limit":"no pids controller"}},
                 {"taskId":"t2"}, {"sampledAt":"2026-01-01T12:00:09Z"}]"""),
            RECEIVED);
    Instant at = RECEIVED.minusSeconds(1);
    assertThat(read)
        .containsExactly(
            Map.entry(
                "t1",
                new TaskStats(
                    "t1",
                    AGENT,
                    Map.of(
                        Amount.CPU_LIMIT,
                        Reading.<Limit>known(new Limit.To(500_000_000), at),
                        Amount.MEMORY_LIMIT,
                        Reading.<Limit>known(new Limit.None(), at),
                        Amount.PIDS_LIMIT,
                        Reading.<Limit>unknown("no pids controller")),
                    Reading.known(Cpu.ofNanos(70), at),
                    Reading.known(Bytes.of(1000), at))));
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    assertThatThrownBy(() -> AgentStats.read(AGENT, answer("null"), RECEIVED))
        .hasMessage("the answer has no tasks");
  }

  @Test
  void whyATaskIsMissingIsWhatItsAgentsDid() {
    assertThat(new AgentStats(Map.of(), List.of()).whyMissing())
        .isEqualTo("no agent has a sample of it");
    assertThat(new AgentStats(Map.of(), List.of("a: down", "b: down", "c", "d")).whyMissing())
        .isEqualTo("a: down; b: down; c");
  }
}
