package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ManifestJson;
import io.drover.backup.manifest.ObjectName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Backups in a bucket of an S3-compatible server: {@code PREFIX STACK/NAME/}. There is no rename;
 * what makes objects a backup is the manifest, which is stored last and removed first.
 */
public final class S3Store implements BackupStore, AutoCloseable {
  private final S3Calls calls;
  private final String prefix;
  private final String place;
  private final Set<BackupId> drafts = ConcurrentHashMap.newKeySet();

  /**
   * A store in a bucket, which must exist.
   *
   * @param client closed with the store
   * @param prefix of all keys; empty, or ending in a slash
   */
  public S3Store(S3Client client, String bucket, String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends in a slash: " + prefix);
    }
    this.calls = new S3Calls(client, bucket);
    this.prefix = prefix;
    this.place = "the bucket " + bucket + (prefix.isEmpty() ? "" : " under " + prefix);
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public List<BackupId> list() throws IOException {
    return calls.sizes(prefix).keySet().stream()
        .filter(key -> key.endsWith("/" + ObjectName.MANIFEST))
        .flatMap(
            key -> backupOf(key).filter(id -> key.equals(key(id, ObjectName.MANIFEST))).stream())
        .sorted()
        .toList();
  }

  /** Which backup a key belongs to; none for what is not ours. */
  private Optional<BackupId> backupOf(String key) {
    String[] parts = key.substring(prefix.length()).split("/", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BackupId(parts[0], BackupName.parse(parts[1])));
    } catch (IllegalArgumentException somethingElse) {
      return Optional.empty();
    }
  }

  @Override
  public Manifest manifest(BackupId id) throws IOException {
    try (InputStream in = calls.get(key(id, ObjectName.MANIFEST))) {
      return ManifestJson.read(in.readNBytes(ManifestJson.LARGEST), id);
    } catch (NoSuchBackupException none) {
      throw new NoSuchBackupException("backup " + id);
    }
  }

  @Override
  public InputStream open(BackupId id, String object) throws IOException {
    return calls.get(key(id, ObjectName.check(object)));
  }

  @Override
  public Draft begin(BackupId id) throws IOException {
    if (calls.exists(key(id, ObjectName.MANIFEST))) {
      throw new FileAlreadyExistsException(id + " exists already");
    }
    if (!drafts.add(id)) {
      throw new FileAlreadyExistsException(id + " is being written already");
    }
    return new S3Draft(id, calls, key(id, ""), () -> drafts.remove(id));
  }

  @Override
  public void delete(BackupId id) throws IOException {
    calls.delete(key(id, ObjectName.MANIFEST));
    for (String key : calls.sizes(key(id, "")).keySet()) {
      calls.delete(key);
    }
  }

  @Override
  public int clearLeftovers() throws IOException {
    Map<String, Long> keys = calls.sizes(prefix);
    Set<BackupId> cleared = new TreeSet<>();
    for (String key : keys.keySet()) {
      Optional<BackupId> id = backupOf(key).filter(found -> leftOver(found, keys));
      if (id.isPresent()) {
        calls.delete(key);
        cleared.add(id.get());
      }
    }
    for (S3Calls.Upload upload : calls.uploads(prefix)) {
      Optional<BackupId> id = backupOf(upload.key()).filter(found -> !drafts.contains(found));
      if (id.isPresent()) {
        calls.abort(upload);
        cleared.add(id.get());
      }
    }
    return cleared.size();
  }

  private boolean leftOver(BackupId id, Map<String, Long> keys) {
    return !keys.containsKey(key(id, ObjectName.MANIFEST)) && !drafts.contains(id);
  }

  private String key(BackupId id, String object) {
    return prefix + id + "/" + object;
  }

  @Override
  public void close() {
    calls.client().close();
  }
}
