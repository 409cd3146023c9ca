package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.ArchiveFeed;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.StoredObject;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.run.Packing;
import io.drover.backup.store.BackupStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Fills a volume from a backup, checking on the way: the archive's bytes against the manifest, and
 * what was written against the index.
 */
public final class VolumeFiller {
  private final BackupStore store;
  private final Packing packing;

  /** Fills from this store. */
  public VolumeFiller(BackupStore store, Packing packing) {
    this.store = store;
    this.packing = packing;
  }

  /**
   * Fills a volume, which is there.
   *
   * @param name the volume's name on its node
   * @param records told of every record line
   * @return how many entries were written, each of them checked
   * @throws IOException when it could not be filled wholly and rightly
   */
  public long fill(
      Manifest manifest,
      VolumeEntry volume,
      NodeAgent agent,
      String name,
      boolean replace,
      boolean inUse,
      Consumer<JsonNode> records)
      throws IOException {
    try (InputStream archive = archive(manifest, volume);
        IndexCheck check =
            new IndexCheck(
                packing.unpack(object(manifest, volume.index()), manifest.encrypted()), name)) {
      ArchiveFeed.End end =
          agent.write(
              name,
              replace,
              inUse,
              archive,
              record -> {
                if (record.has("entry")) {
                  check.accept(record.path("entry"));
                }
                records.accept(record);
              });
      long entries = check.end();
      if (end.entries() != entries || entries != volume.entries()) {
        throw new IOException(
            "volume %s: %d entries were written, %d are in the index, %d in the manifest"
                .formatted(name, end.entries(), entries, volume.entries()));
      }
      return entries;
    } catch (UncheckedIOException wrong) {
      throw wrong.getCause();
    }
  }

  private InputStream archive(Manifest manifest, VolumeEntry volume) throws IOException {
    InputStream stored = object(manifest, volume.archive());
    return new ToItsEnd(packing.decrypt(stored, manifest.encrypted()), stored);
  }

  private InputStream object(Manifest manifest, String name) throws IOException {
    StoredObject object =
        manifest
            .object(name)
            .orElseThrow(() -> new IOException("the backup has no object " + name));
    return store.open(manifest.id(), object);
  }

  /** Reads what is stored to its very end, where it is checked, before it says that it is over. */
  private static final class ToItsEnd extends FilterInputStream {
    private final InputStream stored;

    ToItsEnd(InputStream plain, InputStream stored) {
      super(plain);
      this.stored = stored;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      if (count < 0 && stored.read() >= 0) {
        throw new IOException("the archive goes on behind its end");
      }
      return count;
    }
  }
}
