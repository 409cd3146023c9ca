package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.ManifestJson;
import io.drover.backup.manifest.ObjectName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Backups in a folder: {@code STACK/NAME/}. A draft is written into {@code STACK/.draft-NAME},
 * flushed to the disk, and gets its name by one rename, which is what makes it a backup; a deletion
 * begins with a rename too.
 */
public final class LocalStore implements BackupStore {
  static final String DRAFT = ".draft-";
  static final String DELETED = ".deleted-";

  private final Path root;
  private final Set<Path> drafts = ConcurrentHashMap.newKeySet();

  /** A store in this folder, which is made when it is first written to. */
  public LocalStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String place() {
    return "the folder " + root;
  }

  @Override
  public List<BackupId> list() throws IOException {
    List<BackupId> found = new ArrayList<>();
    for (String stack : stacks()) {
      for (String name : Folders.names(root.resolve(stack))) {
        id(stack, name)
            .filter(id -> Files.isRegularFile(folder(id).resolve(ObjectName.MANIFEST)))
            .ifPresent(found::add);
      }
    }
    return found.stream().sorted().toList();
  }

  /** Folders of stacks; whatever else lies about is none of ours. */
  private List<String> stacks() throws IOException {
    return Folders.names(root).stream()
        .filter(name -> !name.startsWith(".") && Files.isDirectory(root.resolve(name)))
        .toList();
  }

  private static Optional<BackupId> id(String stack, String name) {
    try {
      return Optional.of(new BackupId(stack, BackupName.parse(name)));
    } catch (IllegalArgumentException somethingElse) {
      return Optional.empty();
    }
  }

  @Override
  public Manifest manifest(BackupId id) throws IOException {
    try (InputStream in = read(folder(id).resolve(ObjectName.MANIFEST), "backup " + id)) {
      return ManifestJson.read(in.readNBytes(ManifestJson.LARGEST), id);
    }
  }

  @Override
  public InputStream open(BackupId id, String object) throws IOException {
    return read(folder(id).resolve(ObjectName.check(object)), id + "/" + object);
  }

  private static InputStream read(Path file, String what) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException | NotDirectoryException none) {
      throw new NoSuchBackupException(what);
    }
  }

  @Override
  public Draft begin(BackupId id) throws IOException {
    Path stack = root.resolve(id.stack());
    Path draft = stack.resolve(DRAFT + id.name());
    if (Files.exists(folder(id))) {
      throw new FileAlreadyExistsException(id + " exists already");
    }
    try {
      Files.createDirectories(stack);
    } catch (AccessDeniedException denied) {
      throw refused(denied);
    }
    if (!drafts.add(draft)) {
      throw new FileAlreadyExistsException(id + " is being written already");
    }
    try {
      Folders.remove(draft);
      Files.createDirectory(draft);
      Folders.sync(root);
    } catch (IOException failed) {
      drafts.remove(draft);
      throw failed;
    }
    return new LocalDraft(id, draft, folder(id), () -> drafts.remove(draft));
  }

  /** The system says no more than the name of what it refused. */
  IOException refused(AccessDeniedException denied) {
    return new IOException(
        "%s may not be written to by the user that this service runs as: %s"
            .formatted(place(), denied.getMessage()),
        denied);
  }

  @Override
  public void delete(BackupId id) throws IOException {
    Path gone = root.resolve(id.stack()).resolve(DELETED + id.name());
    try {
      Files.move(folder(id), gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException none) {
      return;
    }
    Folders.sync(gone.getParent());
    Folders.remove(gone);
  }

  @Override
  public int clearLeftovers() throws IOException {
    int cleared = 0;
    for (String stack : stacks()) {
      for (String name : Folders.names(root.resolve(stack))) {
        Path folder = root.resolve(stack).resolve(name);
        boolean ours = name.startsWith(DRAFT) || name.startsWith(DELETED);
        if (ours && !drafts.contains(folder)) {
          Folders.remove(folder);
          cleared++;
        }
      }
    }
    return cleared;
  }

  private Path folder(BackupId id) {
    return root.resolve(id.stack()).resolve(id.name().toString());
  }
}
