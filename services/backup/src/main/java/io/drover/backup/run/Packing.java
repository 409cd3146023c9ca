package io.drover.backup.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** How objects are compressed and encrypted. */
public interface Packing {

  /** The age recipients that can read what is packed; none where it isn't encrypted. */
  List<String> recipients();

  /** Whether packed objects are encrypted. */
  default boolean encrypts() {
    return !recipients().isEmpty();
  }

  /** Compresses, and encrypts if so set, onto {@code to}; closing it ends the object only. */
  OutputStream pack(OutputStream to) throws IOException;

  /**
   * Decrypts and decompresses.
   *
   * @param encrypted whether it is
   */
  InputStream unpack(InputStream from, boolean encrypted) throws IOException;

  /**
   * Decrypts only: what an agent takes is compressed.
   *
   * @param encrypted whether it is
   */
  InputStream decrypt(InputStream from, boolean encrypted) throws IOException;
}
