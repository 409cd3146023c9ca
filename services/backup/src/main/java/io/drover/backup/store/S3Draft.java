package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ManifestJson;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A draft in a bucket: objects that no manifest makes a backup yet. */
final class S3Draft implements Draft {
  private static final Logger LOG = Logger.getLogger(S3Draft.class);

  private final BackupId id;
  private final S3Calls calls;
  private final String folder;
  private final Runnable ended;
  private final DraftObjects objects;
  private final Set<S3Sink> sinks = ConcurrentHashMap.newKeySet();

  S3Draft(BackupId id, S3Calls calls, String folder, Runnable ended) {
    this.id = id;
    this.calls = calls;
    this.folder = folder;
    this.ended = ended;
    this.objects = new DraftObjects(id);
  }

  @Override
  public BackupId id() {
    return id;
  }

  @Override
  public ObjectSink create(String name) {
    objects.begin(name);
    S3Sink sink = new S3Sink(name, folder + name, calls, this);
    sinks.add(sink);
    return sink;
  }

  @Override
  public List<StoredObject> objects() {
    return objects.finished();
  }

  void finished(S3Sink sink, StoredObject object) {
    objects.finish(object);
    sinks.remove(sink);
  }

  void discarded(S3Sink sink, String name) {
    objects.discard(name);
    sinks.remove(sink);
  }

  @Override
  public void commit(Manifest manifest) throws IOException {
    objects.check(manifest);
    // Another process may have taken them for leftovers, where two believe that they lead.
    Map<String, Long> stored = calls.sizes(folder);
    for (StoredObject object : manifest.objects()) {
      Long size = stored.get(folder + object.name());
      if (size == null || size != object.bytes()) {
        throw new IOException(
            "%s/%s was written, and is not in the bucket any more: the backup is given up"
                .formatted(id, object.name()));
      }
    }
    byte[] text = ManifestJson.write(manifest);
    calls.put(folder + ObjectName.MANIFEST, text, text.length);
    objects.end();
    ended.run();
  }

  @Override
  public void close() {
    if (!objects.end()) {
      return;
    }
    List.copyOf(sinks).forEach(S3Sink::close);
    try {
      // First: where the answer to storing it was lost, it is there.
      calls.delete(folder + ObjectName.MANIFEST);
      for (String key : calls.sizes(folder).keySet()) {
        calls.delete(key);
      }
    } catch (IOException failed) {
      // Without a manifest it is never listed, and goes with the leftovers at the next start.
      LOG.warnf("the draft of %s could not be removed: %s", id, failed.getMessage());
    }
    ended.run();
  }
}
