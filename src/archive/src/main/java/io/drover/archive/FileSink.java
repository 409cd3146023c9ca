package io.drover.archive;

import io.drover.archive.files.SystemCalls;
import io.drover.archive.tar.TarReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A new file, written with its holes and digested. */
final class FileSink implements TarReader.Content, AutoCloseable {
  private final Path path;
  private final SystemCalls calls;
  private final SeekableByteChannel channel;
  private final Digests digest = new Digests();
  private long at;
  private boolean hole;

  FileSink(Path path, SystemCalls calls) throws IOException {
    this.path = path;
    this.calls = calls;
    this.channel =
        Files.newByteChannel(
            path,
            Set.of(
                StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
            Attributes.PRIVATE_FILE);
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    if (hole) {
      channel.position(at);
      hole = false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    digest.add(bytes, offset, length);
    at += length;
  }

  @Override
  public void hole(long length) {
    digest.addZeros(length);
    at += length;
    hole = true;
  }

  /** Everything came; the digest in hex. */
  String finish() throws IOException {
    if (hole) {
      calls.extend(path, at);
    }
    return digest.hex();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
