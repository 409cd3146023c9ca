package io.drover.scaling;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import java.time.Instant;
import java.util.Map;

/** Services and tasks that are unremarkable but for what a test says of them. */
public final class Views {
  /** The moment at which the tests happen. */
  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Views() {}

  /** A replicated service that reserves half a core and 512 MiB. */
  public static ServiceView service(int replicas, Map<String, String> labels) {
    return new ServiceView(
        "s1",
        "shop_web",
        7,
        new ServiceView.Mode.Replicated(replicas),
        labels,
        Map.of(),
        Resources.NONE.withCpu(Cpu.ofMillicores(500)).withMemory(Bytes.ofMebibytes(512)),
        Resources.NONE,
        Rollout.NONE,
        NOW.minusSeconds(3600),
        NOW.minusSeconds(3600));
  }

  /** A task that has been in its state for so long. */
  public static TaskView task(String id, TaskState state, TaskState desired, long sinceSeconds) {
    return new TaskView(
        id,
        "s1",
        1,
        "n1",
        "c-" + id,
        state,
        desired,
        NOW.minusSeconds(sinceSeconds),
        NOW.minusSeconds(sinceSeconds + 5),
        "");
  }
}
