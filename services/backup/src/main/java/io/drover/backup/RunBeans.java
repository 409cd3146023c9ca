package io.drover.backup;

import io.drover.backup.act.NodeAgents;
import io.drover.backup.keep.TestRestore;
import io.drover.backup.run.ArchivePacking;
import io.drover.backup.run.Claims;
import io.drover.backup.run.Packing;
import io.drover.backup.run.PackingConfig;
import io.drover.backup.run.RunBoard;
import io.drover.backup.run.RunConfig;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.agents.AgentsConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Makes what runs, restores and moves work with. */
@Singleton
public final class RunBeans {

  /** Compression and encryption. */
  @Produces
  @Singleton
  Packing packing(PackingConfig config) {
    return new ArchivePacking(
        config.recipients().orElse(List.of()), config.identityFile().map(Path::of));
  }

  /** Restores for a test. */
  @Produces
  @Singleton
  TestRestore tests(BackupRuns runs) {
    return (id, volume, service, check, limit) ->
        runs.tests().restore(id, volume, service, check, limit);
  }

  /** What is known of runs. */
  @Produces
  @Singleton
  RunBoard board() {
    return new RunBoard();
  }

  /** Which volumes are being worked on. */
  @Produces
  @Singleton
  Claims claims() {
    return new Claims();
  }

  /** The nodes' agents. */
  @Produces
  @Singleton
  NodeAgents nodes(AgentCalls calls, BackupConfig config, RunConfig run) {
    return new NodeAgents(calls, () -> AgentsConfig.token(config.agents()), run.answerWithin());
  }
}
