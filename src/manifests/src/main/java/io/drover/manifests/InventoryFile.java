package io.drover.manifests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The file of the inventory, read anew when its content changes. */
public final class InventoryFile {
  private static final long LARGEST = 1 << 20;

  private final Path file;
  private String known = "";
  private InventoryReader.Contents contents =
      new InventoryReader.Contents(Inventory.NONE, List.of());

  /** This file; it need not be there yet. */
  public InventoryFile(Path file) {
    this.file = file;
  }

  /** What is there now; without a file nothing is told. Never throws. */
  public synchronized InventoryReader.Contents read() {
    try {
      if (Files.size(file) > LARGEST) {
        return wrong("larger than 1Mi");
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (!text.equals(known)) {
        contents = InventoryReader.read(file.getFileName().toString(), text);
        known = text;
      }
      return contents;
    } catch (NoSuchFileException none) {
      return new InventoryReader.Contents(Inventory.NONE, List.of());
    } catch (IOException failed) {
      return wrong("can't be read: " + failed);
    }
  }

  private InventoryReader.Contents wrong(String why) {
    return new InventoryReader.Contents(
        contents.inventory(), List.of(new ManifestProblem(file.toString(), 1, why)));
  }
}
