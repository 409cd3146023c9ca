package io.drover.manifests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a folder's {@code .yaml}, {@code .yml} and {@code .json} files that are not hidden,
 * such as the configs that Swarm mounts.
 */
final class FolderFiles {
  /** Manifests are a few kilobytes; this is read into memory. */
  static final int LARGEST = 1 << 20;

  private static final int MOST_FILES = 1000;

  /** Of all files together, for the same reason; a few hundred times what a Swarm needs. */
  private static final long MOST_BYTES = 8L * LARGEST;

  /**
   * What was read.
   *
   * @param texts by file name
   * @param problems files that were not read, and why
   */
  record Read(Map<String, String> texts, List<ManifestProblem> problems) {}

  private final Path folder;
  private Map<String, String> known = Map.of();

  /** This folder; it need not be there yet. */
  FolderFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * What is there now; never throws. Where the folder can't be read, what was read last still
   * holds, and a problem says so.
   */
  Read read() {
    List<ManifestProblem> unread = new ArrayList<>();
    try {
      known = files(unread);
    } catch (IOException | DirectoryIteratorException failed) {
      unread.add(problem(folder.toString(), "can't be read: " + failed));
    }
    return new Read(known, unread);
  }

  private Map<String, String> files(List<ManifestProblem> unread) throws IOException {
    Map<String, String> files = new HashMap<>();
    long bytes = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, FolderFiles::isOurs)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (files.size() == MOST_FILES) {
          unread.add(problem(folder.toString(), "more than %d files".formatted(MOST_FILES)));
          break;
        }
        long size = Files.size(entry);
        if (size > LARGEST) {
          unread.add(problem(name, "larger than 1Mi"));
        } else if (bytes + size > MOST_BYTES) {
          unread.add(problem(name, "not read: the files together are larger than 8Mi"));
        } else {
          bytes += size;
          files.put(name, new String(Files.readAllBytes(entry), StandardCharsets.UTF_8));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return Map.of();
    }
    return files;
  }

  private static ManifestProblem problem(String file, String message) {
    return new ManifestProblem(file, 1, message);
  }

  private static boolean isOurs(Path entry) {
    String name = entry.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && Files.isRegularFile(entry);
  }
}
