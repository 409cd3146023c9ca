package io.drover.agent.mover;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What is in a volume before it is filled. A file system's own lost+found doesn't count. */
final class VolumeContent {
  private static final String OWN = "lost+found";

  private VolumeContent() {}

  static boolean isEmpty(Path volume) throws IOException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(volume)) {
      for (Path one : content) {
        if (!one.getFileName().toString().equals(OWN)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Removes everything below; follows no link. */
  static void clear(Path volume) throws IOException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(volume)) {
      for (Path one : content) {
        if (!one.getFileName().toString().equals(OWN)) {
          remove(one);
        }
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
