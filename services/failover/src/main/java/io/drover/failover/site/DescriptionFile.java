package io.drover.failover.site;

import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.manifests.ManifestProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The file of the description, read anew when its content changes. */
public final class DescriptionFile {
  private static final int LARGEST = 1 << 20;

  private final Path file;
  private String known = "";
  private Contents contents;

  /** This file; it need not be there yet. */
  public DescriptionFile(Path file) {
    this.file = file;
    this.contents = wrong("is missing");
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /** What is there now. Never throws. */
  public synchronized Contents read() {
    try {
      if (Files.size(file) > LARGEST) {
        return wrong("larger than 1Mi");
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (!text.equals(known)) {
        contents = DescriptionReader.read(file.toString(), text);
        known = text;
      }
      return contents;
    } catch (NoSuchFileException none) {
      return wrong("is missing");
    } catch (IOException failed) {
      return wrong("can't be read: " + failed);
    }
  }

  private Contents wrong(String why) {
    return new Contents.Wrong(List.of(new ManifestProblem(file.toString(), 1, why)));
  }
}
