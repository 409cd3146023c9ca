package io.drover.agent.mover;

import io.drover.archive.ArchiveOptions;
import io.drover.archive.ArchiveRecord;
import io.drover.archive.RecordJson;
import io.drover.archive.VolumeArchiver;
import io.drover.archive.VolumeExtractor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads or fills the volume at {@value MoverOrder#VOLUME}: the archive on standard output or input,
 * record lines on standard error. The first line is {@code {"ready":{}}}, or {@code
 * {"refused":{"reason":…}}} for a volume that isn't empty. A mover whose agent is gone ends at
 * once.
 */
public final class Mover {
  /** The first line where all is well. */
  public static final String READY = "{\"ready\":{}}";

  private static final int BUFFER = 128 * 1024;
  private static final int FAILED = 1;
  private static final int ABANDONED = 3;

  private final OutputStream lines = new FileOutputStream(FileDescriptor.err);
  private final InputStream in = new FileInputStream(FileDescriptor.in);

  private Mover() {}

  /** Whether this process is a mover. */
  public static boolean isWanted() {
    return System.getProperty(MoverOrder.PROPERTY) != null;
  }

  /** Does what the variable says; the exit code. */
  public static int run() {
    return new Mover().run(MoverOrder.parse(System.getenv(MoverOrder.VARIABLE)));
  }

  private int run(MoverOrder order) {
    try {
      Path volume = Path.of(MoverOrder.VOLUME);
      ArchiveRecord.End end =
          order.mode() == MoverOrder.Mode.READ ? read(volume, order) : write(volume, order);
      if (end == null) {
        return FAILED;
      }
      tell(end);
      return 0;
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      tell(new ArchiveRecord.Failed(reason(failed)));
      return FAILED;
    }
  }

  private static String reason(Throwable failed) {
    String message = failed.getMessage();
    return message == null || message.isBlank() || !(failed instanceof IOException)
        ? failed.toString()
        : message;
  }

  private ArchiveRecord.End read(Path volume, MoverOrder order) throws IOException {
    Thread.ofPlatform().daemon().name("agent-watch").start(this::endWithTheAgent);
    int threads = order.threads() > 0 ? order.threads() : ArchiveOptions.processors();
    ArchiveOptions options =
        new ArchiveOptions(order.recipients(), order.excludes(), order.bytesPerSecond(), threads);
    line(READY);
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)) {
      return VolumeArchiver.write(volume, out, options, this::tell);
    }
  }

  /** The agent holds the other end of standard input and writes nothing to it. */
  private void endWithTheAgent() {
    try {
      while (in.read() >= 0) {
        // Nothing is said here.
      }
    } catch (IOException broken) {
      // As much a sign as an end.
    }
    Runtime.getRuntime().halt(ABANDONED);
  }

  private ArchiveRecord.End write(Path volume, MoverOrder order) throws IOException {
    if (order.replace()) {
      VolumeContent.clear(volume);
    } else if (!VolumeContent.isEmpty(volume)) {
      line("{\"refused\":{\"reason\":\"the volume is not empty\"}}");
      return null;
    }
    line(READY);
    return VolumeExtractor.extract(
        new BufferedInputStream(new ChunkedInput(in), BUFFER), volume, this::tell);
  }

  private void tell(ArchiveRecord record) {
    line(RecordJson.write(record));
  }

  private synchronized void line(String text) {
    try {
      lines.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unheard) {
      Runtime.getRuntime().halt(ABANDONED);
    }
  }
}
