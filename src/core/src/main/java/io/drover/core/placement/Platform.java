package io.drover.core.placement;

import java.util.Objects;

/**
 * An operating system and an architecture. As a wish, empty text means any.
 *
 * @param os such as linux
 * @param architecture such as amd64; x86_64 and aarch64 are other words for amd64 and arm64
 */
public record Platform(String os, String architecture) {
  /** Not told. */
  public static final Platform UNKNOWN = new Platform("", "");

  public Platform {
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(architecture, "architecture");
  }

  /** Whether a node of this platform is what is wished for, as Swarm compares. */
  public boolean isA(Platform wish) {
    return (wish.os.isEmpty() || wish.os.equals(os))
        && (wish.architecture.isEmpty() || normal(wish.architecture).equals(normal(architecture)));
  }

  private static String normal(String architecture) {
    return switch (architecture) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> architecture;
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
