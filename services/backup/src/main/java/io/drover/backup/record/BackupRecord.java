package io.drover.backup.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.drover.backup.decide.keep.Held;
import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.decide.keep.Part;
import io.drover.backup.decide.state.History;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.Scope;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.manifest.VolumeEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * A backup as the catalog has it: what its manifest says, in short, and what checks of it said.
 *
 * @param stack whose it is
 * @param name its name
 * @param scope how much of the stack
 * @param services that it holds
 * @param volumes names of the volumes in it
 * @param parts what it holds, of which services
 * @param trigger why it was made
 * @param startedAt when its run began
 * @param pointInTime of which moment it is
 * @param finishedAt when it was there
 * @param bytes content of its volumes
 * @param storedBytes what it takes in the store
 * @param encrypted whether it is
 * @param warnings how many its manifest has
 * @param verified what reading it again said
 * @param restored what restoring it for a test said
 */
@RegisterForReflection(targets = {BackupRecord.class, Part.class})
public record BackupRecord(
    String stack,
    BackupName name,
    Scope scope,
    List<String> services,
    List<String> volumes,
    List<Part> parts,
    Trigger trigger,
    Instant startedAt,
    Instant pointInTime,
    Instant finishedAt,
    long bytes,
    long storedBytes,
    boolean encrypted,
    int warnings,
    Verified verified,
    Verified restored) {
  public BackupRecord {
    services = List.copyOf(services);
    volumes = List.copyOf(volumes);
    parts = List.copyOf(parts);
  }

  /** A backup of which nobody checked anything yet. */
  public static BackupRecord of(Manifest manifest) {
    TreeSet<Part> parts = new TreeSet<>();
    manifest.services().forEach(service -> parts.add(new Part(service, "")));
    for (VolumeEntry volume : manifest.volumes()) {
      volume.services().forEach(service -> parts.add(new Part(service, volume.name())));
    }
    return new BackupRecord(
        manifest.stack(),
        manifest.name(),
        manifest.scope(),
        manifest.services(),
        manifest.volumes().stream().map(VolumeEntry::name).toList(),
        List.copyOf(parts),
        manifest.trigger(),
        manifest.startedAt(),
        manifest.pointInTime(),
        manifest.finishedAt(),
        manifest.volumeBytes(),
        manifest.storedBytes(),
        manifest.encrypted(),
        manifest.warnings().size(),
        Verified.NEVER,
        Verified.NEVER);
  }

  /** The same, read again. */
  public BackupRecord verified(Verified result) {
    return with(result, restored);
  }

  /** The same, restored for a test. */
  public BackupRecord restored(Verified result) {
    return with(verified, result);
  }

  private BackupRecord with(Verified read, Verified tested) {
    return new BackupRecord(
        stack,
        name,
        scope,
        services,
        volumes,
        parts,
        trigger,
        startedAt,
        pointInTime,
        finishedAt,
        bytes,
        storedBytes,
        encrypted,
        warnings,
        read,
        tested);
  }

  /** Which backup. */
  @JsonIgnore
  public BackupId id() {
    return new BackupId(stack, name);
  }

  /**
   * Whether it answers the schedules of its services: what somebody made by hand of some services
   * or volumes may lack what the schedule asks for.
   */
  @JsonIgnore
  public boolean answersSchedules() {
    return trigger == Trigger.SCHEDULE || scope != Scope.SERVICES;
  }

  /** Whether it holds a volume of a service. */
  public boolean holdsVolumeOf(String service) {
    return parts.stream()
        .anyMatch(part -> part.service().equals(service) && !part.volume().isEmpty());
  }

  /** As retention takes it. */
  @JsonIgnore
  public Held held() {
    return new Held(id(), new TreeSet<>(parts), verified.check());
  }

  /** As a service's history takes it. */
  @JsonIgnore
  public History.Made made() {
    Check check = restored.check() == Check.DAMAGED ? Check.DAMAGED : verified.check();
    return new History.Made(id(), startedAt, finishedAt, bytes, check);
  }
}
