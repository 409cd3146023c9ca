package io.drover.backup.manifest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.regex.Pattern;

/**
 * One part of a backup as it lies in the store.
 *
 * @param name path below the backup's folder: {@code volumes/data.tar.zst}
 * @param bytes its size
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 */
@RegisterForReflection
public record StoredObject(String name, long bytes, String sha256) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public StoredObject {
    ObjectName.check(name);
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must not be negative: " + bytes);
    }
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException("a SHA-256 is 64 hexadecimal digits, not " + sha256);
    }
  }
}
