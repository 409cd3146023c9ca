package io.drover.backup.keep;

import io.drover.archive.ArchiveVerifier;
import io.drover.archive.Verification;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.MalformedManifestException;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.StoredObject;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.run.Packing;
import io.drover.backup.store.BackupStore;
import io.drover.backup.store.DamagedObjectException;
import io.drover.backup.store.NoSuchBackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a backup again, to its last byte: the manifest, the digest of every object, and every
 * archive against its index. Archives pass once, whatever their size, and are not stored.
 */
public final class Verifier {
  private final BackupStore store;
  private final Packing packing;
  private final boolean canDecrypt;

  /**
   * A verifier of what is in this store.
   *
   * @param canDecrypt whether there is an identity for encrypted backups; without one of them only
   *     the digests are checked
   */
  public Verifier(BackupStore store, Packing packing, boolean canDecrypt) {
    this.store = store;
    this.packing = packing;
    this.canDecrypt = canDecrypt;
  }

  /**
   * Looks for damage.
   *
   * @return what is not as it was written, in words; nothing when all of it is
   * @throws IOException when the store can't be read from: nothing is known then
   */
  public List<String> problems(BackupId id) throws IOException {
    Manifest manifest;
    try {
      manifest = store.manifest(id);
    } catch (MalformedManifestException | NoSuchBackupException damaged) {
      return List.of(String.valueOf(damaged.getMessage()));
    }
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (!manifest.encrypted() || canDecrypt) {
      for (VolumeEntry volume : manifest.volumes()) {
        problems.addAll(problems(manifest, volume));
        seen.add(volume.archive());
        seen.add(volume.index());
      }
    }
    for (StoredObject object : manifest.objects()) {
      if (!seen.contains(object.name())) {
        problems.addAll(object(id, object));
      }
    }
    return problems;
  }

  /** An object by its digest. */
  private List<String> object(BackupId id, StoredObject object) throws IOException {
    try (InputStream in = store.open(id, object)) {
      in.transferTo(OutputStream.nullOutputStream());
      return List.of();
    } catch (DamagedObjectException | NoSuchBackupException damaged) {
      return List.of(String.valueOf(damaged.getMessage()));
    }
  }

  /**
   * A volume's archive against its index, and both by their digests, in one pass.
   *
   * @return what is not as it was written, in words; nothing when all of it is
   * @throws IOException when the store can't be read from, or what it has not be decrypted: nothing
   *     is known then
   */
  public List<String> problems(Manifest manifest, VolumeEntry volume) throws IOException {
    try {
      return compared(manifest, volume);
    } catch (DamagedObjectException | NoSuchBackupException damaged) {
      return List.of(String.valueOf(damaged.getMessage()));
    } catch (IOException failed) {
      // Damage that was met before its digest was known, or something else: the digests tell which.
      List<String> problems = new ArrayList<>();
      for (String name : List.of(volume.archive(), volume.index())) {
        problems.addAll(object(manifest.id(), manifest.object(name).orElseThrow()));
      }
      return problems.isEmpty() ? again(manifest, volume) : problems;
    }
  }

  /** All is as it was stored: what failed has passed, or the archive was never a good one. */
  private List<String> again(Manifest manifest, VolumeEntry volume) throws IOException {
    // With the wrong key nothing is known of what is in there.
    for (String name : List.of(volume.archive(), volume.index())) {
      try (InputStream in = store.open(manifest.id(), manifest.object(name).orElseThrow())) {
        packing.decrypt(in, manifest.encrypted());
      }
    }
    try {
      return compared(manifest, volume);
    } catch (IOException unreadable) {
      return List.of("%s can't be read: %s".formatted(volume.name(), unreadable.getMessage()));
    }
  }

  private List<String> compared(Manifest manifest, VolumeEntry volume) throws IOException {
    try (InputStream archive =
            store.open(manifest.id(), manifest.object(volume.archive()).orElseThrow());
        InputStream index =
            store.open(manifest.id(), manifest.object(volume.index()).orElseThrow())) {
      Verification found =
          ArchiveVerifier.verify(
              packing.decrypt(archive, manifest.encrypted()),
              packing.decrypt(index, manifest.encrypted()));
      List<String> problems = new ArrayList<>();
      found.problems().forEach(problem -> problems.add(volume.name() + ": " + problem));
      if (found.isSound() && found.bytes() != volume.bytes()) {
        problems.add(
            "%s: its files hold %d bytes, the manifest says %d"
                .formatted(volume.name(), found.bytes(), volume.bytes()));
      }
      archive.transferTo(OutputStream.nullOutputStream());
      index.transferTo(OutputStream.nullOutputStream());
      return problems;
    }
  }
}
