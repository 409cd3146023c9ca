package io.drover.backup.manifest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Manifests for tests. */
public final class Manifests {
  private Manifests() {}

  /** A name of a moment. */
  public static BackupId id(String stack, String time, int random) {
    return new BackupId(stack, BackupName.of(Instant.parse(time), random));
  }

  /** A manifest of a backup that holds these objects and no volume. */
  public static Manifest of(BackupId id, List<StoredObject> objects) {
    return of(id, List.of(id.stack() + "_db"), objects, List.of());
  }

  /** A manifest of a backup of these services. */
  public static Manifest of(
      BackupId id, List<String> services, List<StoredObject> objects, List<VolumeEntry> volumes) {
    return of(id, Scope.SERVICES, Trigger.SCHEDULE, services, objects, volumes);
  }

  /** A manifest of a backup of so much. */
  public static Manifest of(
      BackupId id,
      Scope scope,
      Trigger trigger,
      List<String> services,
      List<StoredObject> objects,
      List<VolumeEntry> volumes) {
    Instant at = id.name().pointInTime();
    return new Manifest(
        Manifest.FORMAT,
        id.name(),
        id.stack(),
        scope,
        services,
        at.minusSeconds(2),
        at,
        at.plusSeconds(60),
        trigger,
        objects,
        volumes,
        List.of(),
        List.of(),
        List.of(),
        "0.1.0",
        "20.10.24");
  }

  /** One with something of everything. */
  public static Manifest full() {
    BackupId id = id("shop", "2026-11-26T03:30:00Z", 0x0a1b2c3d);
    List<StoredObject> objects =
        List.of(
            object(ObjectName.archive("shop_data", true), 4096),
            object(ObjectName.index("shop_data", true), 512),
            object(ObjectName.stack(true), 1024));
    VolumeEntry volume =
        new VolumeEntry(
            "shop_data",
            "node1",
            "local",
            Map.of("type", "nfs", "o", "addr=10.0.0.1"),
            Map.of("com.docker.stack.namespace", "shop"),
            List.of("shop_db"),
            12,
            9000,
            1,
            ObjectName.archive("shop_data", true),
            ObjectName.index("shop_data", true));
    Instant at = id.name().pointInTime();
    return new Manifest(
        Manifest.FORMAT,
        id.name(),
        "shop",
        Scope.STACK,
        List.of("shop_db", "shop_web"),
        at.minusMillis(1500),
        at,
        at.plusSeconds(75),
        Trigger.MANUAL,
        objects,
        List.of(volume),
        List.of(
            new HookEntry(
                "shop_db",
                HookEntry.Phase.BEFORE,
                "pg_dump -f /dump",
                0,
                "done\n",
                Duration.ofMillis(2500))),
        List.of("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"),
        List.of("shop_data: 1 file changed while it was read"),
        "0.1.0",
        "20.10.24");
  }

  /** An object of this size; its digest is of nothing that exists. */
  public static StoredObject object(String name, long bytes) {
    return new StoredObject(name, bytes, Sha256.of(name.getBytes()));
  }
}
