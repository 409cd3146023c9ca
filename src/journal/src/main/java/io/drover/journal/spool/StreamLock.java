package io.drover.journal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock of a stream. The operating system lets go of it when the process ends, however it ends.
 */
final class StreamLock {
  private static final String FILE = "lock";

  /**
   * Streams locked in this process. POSIX drops all locks of a process on a file when it closes any
   * descriptor of that file, so a file that is locked here must not even be opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private StreamLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Locks a new stream; nothing when somebody took it for an orphan in between. */
  static Optional<StreamLock> create(Path directory) throws IOException {
    return lock(directory, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Locks a stream that is there; nothing when its owner lives, or it is gone. */
  static Optional<StreamLock> adopt(Path directory) throws IOException {
    try {
      return lock(directory, StandardOpenOption.WRITE);
    } catch (NoSuchFileException goneOrNotYetLocked) {
      return Optional.empty();
    }
  }

  private static Optional<StreamLock> lock(Path directory, OpenOption... options)
      throws IOException {
    Path key = directory.toAbsolutePath().normalize();
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(directory.resolve(FILE), options);
      // Another process may have removed the drained stream between opening and locking.
      locked = channel.tryLock() != null && Files.exists(directory.resolve(FILE));
      return locked ? Optional.of(new StreamLock(key, channel)) : Optional.empty();
    } catch (OverlappingFileLockException heldByAnotherClassLoader) {
      return Optional.empty();
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(key);
      }
    }
  }

  /** Removes the lock file, then lets go. */
  void remove() throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
    release();
  }

  /** Lets go: the stream is an orphan from here on. */
  void release() throws IOException {
    channel.close();
    HELD.remove(directory);
  }
}
