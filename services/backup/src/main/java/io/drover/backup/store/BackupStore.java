package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Keeps backups. A backup is there wholly or not at all: it exists from {@link Draft#commit} on,
 * and no longer once {@link #delete} began. Calls block; threads may share a store.
 *
 * <p>Every method may throw an {@link IOException} when the store can't be reached or is full; what
 * was committed before is not touched by that.
 */
public interface BackupStore {

  /** Where it is, for people: {@code the folder /backups}. Nothing secret. */
  String place();

  /** All backups that exist, by stack, then oldest first. */
  List<BackupId> list() throws IOException;

  /**
   * What a backup says of itself.
   *
   * @throws NoSuchBackupException when there is none of that name
   * @throws io.drover.backup.manifest.MalformedManifestException when it can't be believed
   */
  Manifest manifest(BackupId id) throws IOException;

  /**
   * Reads an object from its beginning. Bytes are handed on as they are stored; that they are the
   * right ones, the reader checks: see {@link CheckedInput}.
   *
   * @throws NoSuchBackupException when there is no such object
   */
  InputStream open(BackupId id, String object) throws IOException;

  /** Reads an object, and fails at its end where that isn't what the manifest says of it. */
  default InputStream open(BackupId id, StoredObject object) throws IOException {
    return new CheckedInput(open(id, object.name()), id + "/" + object.name(), object);
  }

  /**
   * Begins a backup, which nobody sees before it is committed.
   *
   * @throws IOException when there is one of that name
   */
  Draft begin(BackupId id) throws IOException;

  /** Removes a backup; from the first moment on it is not listed. Without it nothing happens. */
  void delete(BackupId id) throws IOException;

  /**
   * Removes what drafts and deletions left that were cut off, but no draft that is open here. Only
   * for the one process that writes into this store.
   *
   * @return of how many backups something was left
   */
  int clearLeftovers() throws IOException;
}
