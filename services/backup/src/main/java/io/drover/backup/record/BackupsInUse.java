package io.drover.backup.record;

import io.drover.engine.Engine;
import java.util.Set;
import java.util.stream.Collectors;

/** The backups that restores are reading, of whatever instance: none of them may be removed. */
public final class BackupsInUse {
  /** Label of a restore's config object: the backup that it reads. */
  public static final String LABEL = "drover.restore.backup";

  private BackupsInUse() {}

  /**
   * Their ids, as they are written.
   *
   * @throws io.drover.engine.EngineException when the engine can't be read from
   */
  public static Set<String> of(Engine engine) {
    return engine.configsLabelled(LABEL).stream()
        .map(object -> object.labels().get(LABEL))
        .collect(Collectors.toSet());
  }
}
