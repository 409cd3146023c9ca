package io.drover.backup.store;

import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes the bytes of one object of a draft, digesting them as they pass. Closed before it is
 * finished, the object is discarded: a stream that was cut off never passes for a whole one.
 */
public interface ObjectSink extends AutoCloseable {

  /** Takes the bytes. Closing this stream does nothing, so that streams around it can be closed. */
  OutputStream stream();

  /** Bytes taken so far. */
  long bytes();

  /**
   * All bytes were written: makes them durable.
   *
   * @return the object, for the manifest
   */
  StoredObject finish() throws IOException;

  /** Discards the object, unless it is finished; never throws. */
  @Override
  void close();
}
