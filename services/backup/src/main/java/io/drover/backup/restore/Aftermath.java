package io.drover.backup.restore;

import io.drover.backup.act.Stopped;
import io.drover.backup.act.Stopping;
import io.drover.backup.decide.restore.RestorePlan.Kind;
import io.drover.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What becomes of the services that a restore stopped and could not replace: they come back, unless
 * a volume is filled in part. Nobody must start on that.
 */
final class Aftermath {
  private Aftermath() {}

  /**
   * Brings back what may come back; says how things stand, or nothing where nothing was stopped.
   */
  static String settle(Stopping stopping, RestoreRecord record) {
    List<String> half =
        record.begun().stream()
            .filter(key -> key.startsWith(Kind.VOLUME + " ") && !record.done().contains(key))
            .map(key -> key.substring(Kind.VOLUME.toString().length() + 1).replace(" ", " on "))
            .sorted()
            .toList();
    List<Stopped> stopped =
        record.stopped().stream()
            .filter(one -> !record.done().contains(Kind.SERVICE + " " + one.service()))
            .toList();
    if (half.isEmpty()) {
      return stopped.isEmpty() ? "" : back(stopping, stopped);
    }
    String volumes =
        "; only part of the backup is in volume %s: repeat the restore"
            .formatted(String.join(", ", half));
    return stopped.isEmpty()
        ? volumes
        : volumes + "; until then these stay stopped: " + names(stopped);
  }

  private static String back(Stopping stopping, List<Stopped> stopped) {
    List<Stopped> left = new ArrayList<>();
    for (Stopped service : stopped.reversed()) {
      try {
        if (!stopping.bringBack(service)) {
          left.add(service);
        }
      } catch (EngineException away) {
        left.add(service);
      }
    }
    return left.isEmpty()
        ? "; what was stopped is back"
        : "; could not be brought back: " + names(left);
  }

  private static String names(List<Stopped> services) {
    return services.stream()
        .map(one -> "%s (had %d tasks)".formatted(one.service(), one.replicas()))
        .collect(Collectors.joining(", "));
  }
}
