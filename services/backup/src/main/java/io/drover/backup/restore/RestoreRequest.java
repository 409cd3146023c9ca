package io.drover.backup.restore;

import io.drover.backup.decide.restore.RestoreFacts;
import io.drover.backup.manifest.BackupId;
import java.util.Map;
import java.util.Set;

/**
 * A restore that is wanted.
 *
 * @param backup of which backup
 * @param as the stack's name afterwards
 * @param volumes the only volumes that are wanted; empty for the whole stack
 * @param replace whether what is there already may be replaced
 * @param inUse whether a volume may be filled while containers run with it
 * @param nodes where volumes go, by their names in the backup
 * @param by who wanted it
 */
public record RestoreRequest(
    BackupId backup,
    String as,
    Set<String> volumes,
    boolean replace,
    boolean inUse,
    Map<String, String> nodes,
    String by) {
  public RestoreRequest {
    BackupId.checkStack(as);
    volumes = Set.copyOf(volumes);
    nodes = Map.copyOf(nodes);
  }

  RestoreFacts.Wish wish() {
    return new RestoreFacts.Wish(volumes, replace, inUse, nodes);
  }
}
