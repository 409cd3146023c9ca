package io.drover.backup.run;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Scope;
import io.drover.backup.manifest.Trigger;
import java.util.Set;

/**
 * A backup that is wanted.
 *
 * @param stack of this stack; {@link BackupId#NO_STACK} for services that belong to none
 * @param scope how much of it
 * @param services names of the services, as the Swarm knows them; empty for all of the stack
 * @param volumes the only volumes that are wanted; empty for all
 * @param trigger why
 * @param by who wanted it
 */
public record RunRequest(
    String stack,
    Scope scope,
    Set<String> services,
    Set<String> volumes,
    Trigger trigger,
    String by) {
  public RunRequest {
    BackupId.checkStack(stack);
    services = Set.copyOf(services);
    volumes = Set.copyOf(volumes);
  }

  /** All of a stack. */
  public static RunRequest ofStack(String stack, Trigger trigger, String by) {
    return new RunRequest(stack, Scope.STACK, Set.of(), Set.of(), trigger, by);
  }
}
