package io.drover.backup.store;

import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object of a draft in a bucket: in one call where it is small, else in parts as they fill. It
 * holds one part in memory at most. Parts grow as they get many, since 10,000 are as many as S3
 * takes: 1,000 each of 8, 16 and 32 MiB, then 64 MiB, 490 GiB in all.
 */
final class S3Sink implements ObjectSink {
  static final int FIRST_PART = 8 << 20;

  private static final Logger LOG = Logger.getLogger(S3Sink.class);
  private static final int FIRST_BUFFER = 64 << 10;
  private static final int PARTS_OF_A_SIZE = 1_000;
  private static final int MOST_DOUBLINGS = 3;
  private static final int MOST_PARTS = 10_000;

  private final String name;
  private final String key;
  private final S3Calls calls;
  private final S3Draft draft;
  private final DigestedOutput out = new DigestedOutput(new Parts());
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private S3Calls.Upload upload;
  private boolean done;

  S3Sink(String name, String key, S3Calls calls, S3Draft draft) {
    this.name = name;
    this.key = key;
    this.calls = calls;
    this.draft = draft;
  }

  /** The size of the part of this number, from 1. */
  static int partSize(int number) {
    return FIRST_PART << Math.min((number - 1) / PARTS_OF_A_SIZE, MOST_DOUBLINGS);
  }

  @Override
  public OutputStream stream() {
    return out;
  }

  @Override
  public long bytes() {
    return out.bytes();
  }

  /** Cuts what is written into parts. */
  private final class Parts extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int at = offset;
      int end = offset + length;
      while (at < end) {
        int most = partSize(parts.size() + 1);
        // Sent when there is more, so that the last part, which may be small, is never empty.
        if (filled == most) {
          send();
          continue;
        }
        int count = Math.min(end - at, most - filled);
        makeRoom(filled + count, most);
        System.arraycopy(from, at, buffer, filled, count);
        filled += count;
        at += count;
      }
    }
  }

  private void makeRoom(int needed, int most) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(most, Math.max(needed, 2 * buffer.length)));
    }
  }

  private void send() throws IOException {
    if (upload == null) {
      upload = calls.begin(key);
    }
    if (parts.size() == MOST_PARTS) {
      throw new IOException(name + " is larger than an object of S3 can be: " + bytes());
    }
    parts.add(calls.part(upload, parts.size() + 1, buffer, filled));
    filled = 0;
  }

  @Override
  public StoredObject finish() throws IOException {
    if (upload == null) {
      calls.put(key, buffer, filled);
    } else {
      send();
      calls.complete(upload, parts);
    }
    StoredObject object = out.as(name);
    draft.finished(this, object);
    done = true;
    buffer = new byte[0];
    return object;
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    buffer = new byte[0];
    try {
      if (upload != null) {
        calls.abort(upload);
      }
    } catch (IOException failed) {
      LOG.warnf("the upload of %s could not be given up: %s", key, failed.getMessage());
    }
    draft.discarded(this, name);
  }
}
