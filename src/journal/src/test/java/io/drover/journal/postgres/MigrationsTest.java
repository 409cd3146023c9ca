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
  void everyFileIsKnown() throws IOException, URISyntaxException {
    Path folder = Path.of(Migrations.class.getResource("/" + Migrations.FOLDER).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Migrations.FILES);
    }
  }

  @Test
  void theyStandInTheOrderOfTheirVersions() {
    assertThat(Migrations.FILES)
        .extracting(file -> MigrationVersion.fromVersion(Migrations.version(file)))
        .isSorted();
    assertThat(Migrations.NEWEST).isEqualTo("10");
  }
}
