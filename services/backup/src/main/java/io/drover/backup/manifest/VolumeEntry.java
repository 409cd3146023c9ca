package io.drover.backup.manifest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volume in a backup.
 *
 * @param name the volume's
 * @param node where it was read
 * @param driver and
 * @param options the driver's, and
 * @param labels with which it is made again
 * @param services that mounted it
 * @param entries files, directories and the like in its archive
 * @param bytes of its files, before compression
 * @param changed files that changed while they were read
 * @param archive name of its archive among the backup's objects
 * @param index name of the archive's index among the backup's objects
 */
@RegisterForReflection
public record VolumeEntry(
    String name,
    String node,
    String driver,
    Map<String, String> options,
    Map<String, String> labels,
    List<String> services,
    long entries,
    long bytes,
    long changed,
    String archive,
    String index) {
  public VolumeEntry {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a volume has a name");
    }
    if (entries < 0 || bytes < 0 || changed < 0) {
      throw new IllegalArgumentException("entries, bytes and changed must not be negative");
    }
    // In one order, so that the same backup is the same text.
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    services = List.copyOf(services);
    ObjectName.check(archive);
    ObjectName.check(index);
  }
}
