package io.drover.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

class MigrationsTest {

  @Test
  void theNewestOfTheFilesIsTheOneThatIsAskedFor() throws IOException, URISyntaxException {
    Path folder = Path.of(Migrations.class.getResource("/db/drover/journal").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .map(name -> name.substring(1, name.indexOf("__")))
                  .map(MigrationVersion::fromVersion)
                  .max(MigrationVersion::compareTo))
          .contains(MigrationVersion.fromVersion(Migrations.NEWEST));
    }
  }
}
