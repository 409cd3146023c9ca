package io.drover.backup.run;

import io.drover.backup.act.Acts;
import io.drover.backup.act.Intents;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.Stopping;
import io.drover.backup.act.Waiting;
import io.drover.backup.store.BackupStore;
import io.drover.engine.Engine;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;

/**
 * What runs work with.
 *
 * @param suite the mode, and this process's name
 * @param engine a manager's engine
 * @param agents the nodes' agents
 * @param store where backups go
 * @param packing how they are compressed and encrypted
 * @param intents what is about to be done
 * @param stopping stops services and brings them back
 * @param acts does and records single steps
 * @param pause the suite's pause
 * @param time the clocks
 * @param waiting waits for what takes a while
 * @param version of this suite
 */
public record Tools(
    Suite suite,
    Engine engine,
    NodeAgents agents,
    BackupStore store,
    Packing packing,
    Intents intents,
    Stopping stopping,
    Acts acts,
    PauseSwitch pause,
    TimeSource time,
    Waiting waiting,
    String version) {}
