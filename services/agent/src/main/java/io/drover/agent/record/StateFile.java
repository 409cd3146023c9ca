package io.drover.agent.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A JSON document of the agent's own that outlives it: written as a whole or not at all. */
public final class StateFile {
  private static final Logger LOG = Logger.getLogger(StateFile.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private volatile String problem = "";

  /** A file that need not be there. */
  public StateFile(Path folder, String name) {
    this.file = folder.resolve(name);
  }

  /** What it holds; absent where there is none, or none that can be read. */
  public Optional<JsonNode> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readTree(file.toFile()));
    } catch (IOException broken) {
      LOG.errorf("%s can't be read, and is begun anew: %s", file, broken.getMessage());
      return Optional.empty();
    }
  }

  /** Writes it; whether it is kept. */
  public boolean write(JsonNode content) {
    try {
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, content.toPrettyString());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      problem = "";
      return true;
    } catch (IOException refused) {
      String now = "%s can't be written: %s".formatted(file, refused);
      if (!now.equals(problem)) {
        LOG.error(now);
      }
      problem = now;
      return false;
    }
  }

  /** Why it was not written last; empty text when it was. */
  public String problem() {
    return problem;
  }
}
