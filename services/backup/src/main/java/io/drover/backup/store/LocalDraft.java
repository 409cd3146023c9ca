package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ManifestJson;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jboss.logging.Logger;

/** A draft in a hidden folder. */
final class LocalDraft implements Draft {
  private static final Logger LOG = Logger.getLogger(LocalDraft.class);

  private final BackupId id;
  private final Path hidden;
  private final Path backup;
  private final Runnable ended;
  private final DraftObjects objects;

  LocalDraft(BackupId id, Path hidden, Path backup, Runnable ended) {
    this.id = id;
    this.hidden = hidden;
    this.backup = backup;
    this.ended = ended;
    this.objects = new DraftObjects(id);
  }

  @Override
  public BackupId id() {
    return id;
  }

  @Override
  public ObjectSink create(String name) throws IOException {
    objects.begin(name);
    try {
      Path file = hidden.resolve(name);
      Files.createDirectories(file.getParent());
      return new Sink(name, file);
    } catch (IOException failed) {
      objects.discard(name);
      throw failed;
    }
  }

  @Override
  public List<StoredObject> objects() {
    return objects.finished();
  }

  @Override
  public void commit(Manifest manifest) throws IOException {
    objects.check(manifest);
    // Another process may have taken them for leftovers, where two believe that they lead.
    for (StoredObject object : manifest.objects()) {
      Path stored = hidden.resolve(object.name());
      if (!Files.isRegularFile(stored) || Files.size(stored) != object.bytes()) {
        throw new IOException(
            "%s/%s was written, and is not in the folder any more: the backup is given up"
                .formatted(id, object.name()));
      }
    }
    Path file = hidden.resolve(ObjectName.MANIFEST);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(ManifestJson.write(manifest));
      channel.force(true);
    }
    for (String name : Folders.names(hidden)) {
      if (Files.isDirectory(hidden.resolve(name))) {
        Folders.sync(hidden.resolve(name));
      }
    }
    Folders.sync(hidden);
    // Not over another of that name: a folder is only ever moved onto an empty one.
    Files.move(hidden, backup, StandardCopyOption.ATOMIC_MOVE);
    objects.end();
    ended.run();
    Folders.sync(backup.getParent());
  }

  @Override
  public void close() {
    if (!objects.end()) {
      return;
    }
    try {
      Folders.remove(hidden);
    } catch (IOException failed) {
      // It is never listed, and goes with the leftovers at the next start.
      LOG.warnf("the draft of %s could not be removed: %s", id, failed);
    }
    ended.run();
  }

  /** One file of the draft. */
  private final class Sink implements ObjectSink {
    private final String name;
    private final Path file;
    private final FileChannel channel;
    private final DigestedOutput out;
    private boolean done;

    Sink(String name, Path file) throws IOException {
      this.name = name;
      this.file = file;
      this.channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.out = new DigestedOutput(Channels.newOutputStream(channel));
    }

    @Override
    public OutputStream stream() {
      return out;
    }

    @Override
    public long bytes() {
      return out.bytes();
    }

    @Override
    public StoredObject finish() throws IOException {
      channel.force(true);
      channel.close();
      StoredObject object = out.as(name);
      objects.finish(object);
      done = true;
      return object;
    }

    @Override
    public void close() {
      if (done) {
        return;
      }
      done = true;
      try {
        channel.close();
        Files.deleteIfExists(file);
      } catch (IOException failed) {
        LOG.warnf("the unfinished %s of %s could not be removed: %s", name, id, failed);
      }
      objects.discard(name);
    }
  }
}
