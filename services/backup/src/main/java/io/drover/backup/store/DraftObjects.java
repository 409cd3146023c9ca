package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.StoredObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What of a draft is being written and what is finished. Threads may share it. */
final class DraftObjects {
  private final BackupId id;
  private final Set<String> open = new HashSet<>();
  private final TreeMap<String, StoredObject> finished = new TreeMap<>();
  private boolean ended;

  DraftObjects(BackupId id) {
    this.id = id;
  }

  synchronized void begin(String name) {
    checkNotEnded();
    if (finished.containsKey(ObjectName.check(name)) || !open.add(name)) {
      throw new IllegalArgumentException(id + " has a " + name + " already");
    }
  }

  synchronized void finish(StoredObject object) {
    checkNotEnded();
    open.remove(object.name());
    finished.put(object.name(), object);
  }

  synchronized void discard(String name) {
    open.remove(name);
  }

  synchronized List<StoredObject> finished() {
    return List.copyOf(finished.values());
  }

  /** Checks that this manifest describes what was written. */
  synchronized void check(Manifest manifest) {
    checkNotEnded();
    if (!manifest.id().equals(id)) {
      throw new IllegalArgumentException(
          "the manifest of %s can't be that of %s".formatted(manifest.id(), id));
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(id + ": still being written: " + open);
    }
    if (!Set.copyOf(manifest.objects()).equals(Set.copyOf(finished.values()))) {
      throw new IllegalArgumentException(id + ": the manifest's objects are not those written");
    }
  }

  /** Ends the draft, one way or the other; whether it was the first to. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  private void checkNotEnded() {
    if (ended) {
      throw new IllegalStateException("the draft " + id + " is committed or abandoned");
    }
  }
}
