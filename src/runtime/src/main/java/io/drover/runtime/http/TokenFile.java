package io.drover.runtime.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The tokens of one role, one on each line of a file, which is read again when it changes. An
 * absent or unreadable file holds no token, so that nobody has the role.
 */
final class TokenFile {
  private static final Logger LOG = Logger.getLogger(TokenFile.class);

  private record Content(FileTime modified, List<byte[]> digests) {}

  private final Path file;
  private volatile Content content = new Content(FileTime.fromMillis(-1), List.of());

  TokenFile(Path file) {
    this.file = file;
  }

  /** Whether this is one of the tokens; takes the same time whichever it is compared with. */
  boolean holds(String token) {
    byte[] digest = digest(token);
    boolean found = false;
    for (byte[] known : current().digests()) {
      found |= MessageDigest.isEqual(known, digest);
    }
    return found;
  }

  private Content current() {
    Content last = content;
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      if (!modified.equals(last.modified())) {
        List<byte[]> digests =
            Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(TokenFile::digest)
                .toList();
        last = new Content(modified, digests);
        content = last;
      }
      return last;
    } catch (IOException e) {
      LOG.warnf("no tokens from %s: %s", file, e.toString());
      return new Content(FileTime.fromMillis(-1), List.of());
    }
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
