package io.drover.backup.run;

import io.drover.backup.act.ArchiveFeed;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeVolume;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.StoredObject;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.store.Draft;
import io.drover.backup.store.ObjectSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads one volume into a draft: its archive and the index of it, in one pass. */
final class VolumeReader {
  private static final int TOLD_WARNINGS = 20;

  private final Draft draft;
  private final Packing packing;

  VolumeReader(Draft draft, Packing packing) {
    this.draft = draft;
    this.packing = packing;
  }

  /**
   * Reads it, to the end.
   *
   * @param warnings takes what the reader of the backup should know
   * @throws IOException when it could not be read wholly; then none of it is in the draft
   */
  VolumeEntry read(
      RunPlan.Volume volume,
      NodeAgent agent,
      Cancellation cancellation,
      Progress progress,
      int number,
      Consumer<String> warnings)
      throws IOException {
    NodeVolume facts =
        agent
            .volume(volume.name())
            .orElseThrow(
                () ->
                    new IOException(
                        "volume %s is gone from %s".formatted(volume.name(), volume.hostname())));
    String archiveName = ObjectName.archive(volume.label(), packing.encrypts());
    String indexName = ObjectName.index(volume.label(), packing.encrypts());
    List<String> told = new ArrayList<>();
    int[] untold = {0};
    try (ObjectSink archive = draft.create(archiveName);
        ObjectSink index = draft.create(indexName);
        ArchiveFeed feed = agent.read(volume.name(), packing.recipients(), volume.rate())) {
      cancellation.guard(feed);
      cancellation.check();
      ArchiveFeed.End end;
      try (OutputStream lines = packing.pack(index.stream())) {
        end =
            feed.pump(
                archive.stream(),
                record -> {
                  if (record.has("entry")) {
                    write(lines, record.path("entry").toString() + "\n");
                  } else if (record.has("warning")) {
                    String warning =
                        "%s: %s"
                            .formatted(
                                record.path("warning").path("path").asText(""),
                                record.path("warning").path("what").asText(""));
                    if (told.size() < TOLD_WARNINGS) {
                      told.add(warning);
                      warnings.accept(volume.name() + ": " + warning);
                    } else {
                      untold[0]++;
                    }
                  }
                  progress.read(number, record);
                });
      } catch (UncheckedIOException full) {
        throw full.getCause();
      }
      StoredObject stored = archive.finish();
      index.finish();
      check(volume, stored, end, told);
      progress.done(number, end.entries(), end.bytes(), end.archiveBytes());
      if (untold[0] > 0) {
        warnings.accept("%s: %d more".formatted(volume.name(), untold[0]));
      }
      return entry(volume, facts, end, archiveName, indexName);
    } catch (IOException failed) {
      cancellation.check();
      throw failed;
    } finally {
      cancellation.guard(() -> {});
    }
  }

  private static VolumeEntry entry(
      RunPlan.Volume volume,
      NodeVolume facts,
      ArchiveFeed.End end,
      String archiveName,
      String indexName) {
    return new VolumeEntry(
        volume.name(),
        volume.hostname(),
        facts.driver(),
        facts.options(),
        facts.labels(),
        List.copyOf(volume.services()),
        end.entries(),
        end.bytes(),
        end.changed(),
        archiveName,
        indexName);
  }

  private static void write(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All was read, and what the agent sent is what was stored. */
  private static void check(
      RunPlan.Volume volume, StoredObject stored, ArchiveFeed.End end, List<String> told)
      throws IOException {
    if (end.missed() > 0) {
      throw new IOException(
          "volume %s: %d of its files could not be read, and a backup holds all or is none: %s"
              .formatted(volume.name(), end.missed(), String.join("; ", told)));
    }
    if (stored.bytes() != end.archiveBytes() || !stored.sha256().equals(end.archiveSha256())) {
      throw new IOException(
          "volume %s: %d bytes of SHA-256 %s were stored, %d of %s were sent"
              .formatted(
                  volume.name(),
                  stored.bytes(),
                  stored.sha256(),
                  end.archiveBytes(),
                  end.archiveSha256()));
    }
  }
}
