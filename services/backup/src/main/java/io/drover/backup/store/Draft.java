package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.util.List;

/**
 * A backup that is being written. Threads may share it; each of its objects belongs to one thread.
 * Closed before it is committed, it is abandoned and leaves nothing.
 */
public interface Draft extends AutoCloseable {

  /** Which backup it becomes. */
  BackupId id();

  /**
   * Begins an object. Several can be written at a time.
   *
   * @param name path below the backup's folder, as {@link io.drover.backup.manifest.ObjectName}
   *     makes it
   * @throws IllegalArgumentException when the name can't be one, or is taken
   */
  ObjectSink create(String name) throws IOException;

  /** The objects that are finished, by name. */
  List<StoredObject> objects();

  /**
   * Makes it a backup: durable, listed, complete.
   *
   * @param manifest whose objects are exactly the finished ones
   * @throws IllegalArgumentException when they are not, or an object is still being written
   */
  void commit(Manifest manifest) throws IOException;

  /** Takes away what was written, unless it was committed; never throws. */
  @Override
  void close();
}
