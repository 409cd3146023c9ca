package io.drover.backup.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a backup holds. It is written last: with it, all that it names is there.
 *
 * @param format {@link #FORMAT}
 * @param name the backup's
 * @param stack whose backup it is
 * @param scope how much of the stack
 * @param services names of the services that it holds, as the Swarm knows them
 * @param startedAt when the run began
 * @param pointInTime of which moment its content is, as well as that can be said
 * @param finishedAt when the last object was stored
 * @param trigger why it was made
 * @param objects all parts but this manifest
 * @param volumes the volumes in it
 * @param hooks the commands that were run for it
 * @param recipients age recipients that can decrypt it; none when it isn't encrypted
 * @param warnings what the reader should know: files that changed meanwhile, and the like
 * @param droverVersion that wrote it
 * @param engineVersion of the manager at that time
 */
@RegisterForReflection
@JsonPropertyOrder({"format", "stack", "name"})
public record Manifest(
    String format,
    BackupName name,
    String stack,
    Scope scope,
    List<String> services,
    Instant startedAt,
    Instant pointInTime,
    Instant finishedAt,
    Trigger trigger,
    List<StoredObject> objects,
    List<VolumeEntry> volumes,
    List<HookEntry> hooks,
    List<String> recipients,
    List<String> warnings,
    String droverVersion,
    String engineVersion) {
  /** The version of the format; another is refused. */
  public static final String FORMAT = "drover/1";

  public Manifest {
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "the format is '%s', and this version reads '%s'".formatted(format, FORMAT));
    }
    Objects.requireNonNull(name, "name");
    BackupId.checkStack(stack);
    Objects.requireNonNull(scope, "scope");
    services = List.copyOf(services);
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(pointInTime, "pointInTime");
    if (finishedAt.isBefore(startedAt)) {
      throw new IllegalArgumentException("it finished before it started");
    }
    Objects.requireNonNull(trigger, "trigger");
    objects = List.copyOf(objects);
    volumes = List.copyOf(volumes);
    hooks = List.copyOf(hooks);
    recipients = List.copyOf(recipients);
    warnings = List.copyOf(warnings);
    Objects.requireNonNull(droverVersion, "droverVersion");
    Objects.requireNonNull(engineVersion, "engineVersion");
    checkParts(objects, volumes);
  }

  private static void checkParts(List<StoredObject> objects, List<VolumeEntry> volumes) {
    Set<String> names = objects.stream().map(StoredObject::name).collect(Collectors.toSet());
    if (names.size() < objects.size()) {
      throw new IllegalArgumentException("an object is listed twice");
    }
    Set<String> seen = new HashSet<>();
    for (VolumeEntry volume : volumes) {
      // A local volume of the same name is another one on each node.
      if (!seen.add(volume.name() + " on " + volume.node())) {
        throw new IllegalArgumentException("the volume " + volume.name() + " is listed twice");
      }
      for (String part : List.of(volume.archive(), volume.index())) {
        if (!names.contains(part)) {
          throw new IllegalArgumentException(
              "the volume %s needs %s, which is not among the objects"
                  .formatted(volume.name(), part));
        }
      }
    }
  }

  /** Which backup. */
  @JsonIgnore
  public BackupId id() {
    return new BackupId(stack, name);
  }

  /** What it takes in the store, the manifest itself left out. */
  @JsonIgnore
  public long storedBytes() {
    return objects.stream().mapToLong(StoredObject::bytes).sum();
  }

  /** What its volumes' files hold, before compression. */
  @JsonIgnore
  public long volumeBytes() {
    return volumes.stream().mapToLong(VolumeEntry::bytes).sum();
  }

  /** Whether its archives are encrypted. */
  @JsonIgnore
  public boolean encrypted() {
    return !recipients.isEmpty();
  }

  /** The part of this name. */
  public Optional<StoredObject> object(String objectName) {
    return objects.stream().filter(object -> object.name().equals(objectName)).findFirst();
  }

  /** The volume of this name. */
  public Optional<VolumeEntry> volume(String volumeName) {
    return volumes.stream().filter(volume -> volume.name().equals(volumeName)).findFirst();
  }
}
