package io.drover.journal.postgres;

import io.drover.journal.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.resource.classpath.ClassPathResource;

/** One run of Flyway; the only class that refers to it. */
final class MigrationRun {
  private static final String SCHEMA = "drover";

  private MigrationRun() {}

  /**
   * Runs what is due.
   *
   * @throws StoreUnavailableException naming the migrations that don't fit what was applied before,
   *     or the one that failed
   */
  static void with(DataSource connections) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(connections)
            .schemas(SCHEMA)
            .defaultSchema(SCHEMA)
            .createSchemas(true)
            .encoding(StandardCharsets.UTF_8)
            .resourceProvider(new Files(files()))
            .javaMigrationClassProvider(List::of)
            // What is due is no misfit, nor is what a newer version applied after all of ours.
            .ignoreMigrationPatterns("*:pending", "*:future")
            .load();
    try {
      flyway.migrate();
    } catch (FlywayValidateException unfit) {
      throw new StoreUnavailableException(misfits(flyway.validateWithResult()), unfit);
    } catch (FlywayMigrateException failed) {
      throw new StoreUnavailableException(
          failed.getMigration().getScript() + ": " + SqlFailure.firstLine(failed), failed);
    }
  }

  // The exception has all this too, on further lines, among advice for those who run Flyway.
  private static String misfits(ValidateResult result) {
    return result.invalidMigrations.stream()
        .map(misfit -> misfit.errorDetails.errorMessage.lines().findFirst().orElse(misfit.version))
        .map(message -> message.replaceFirst("\\.$", ""))
        .collect(Collectors.joining("; "));
  }

  private static List<LoadableResource> files() {
    Location folder = new Location("classpath:" + Migrations.FOLDER);
    ClassLoader loader = Migrations.class.getClassLoader();
    return Migrations.FILES.stream()
        .map(file -> Migrations.FOLDER + "/" + file)
        .<LoadableResource>map(
            path -> new ClassPathResource(folder, path, loader, StandardCharsets.UTF_8))
        .toList();
  }

  private record Files(List<LoadableResource> files) implements ResourceProvider {

    @Override
    public LoadableResource getResource(String name) {
      return files.stream()
          .filter(file -> file.getRelativePath().equals(name))
          .findFirst()
          .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return files.stream()
          .filter(file -> file.getFilename().startsWith(prefix))
          .filter(file -> Arrays.stream(suffixes).anyMatch(file.getFilename()::endsWith))
          .toList();
    }
  }
}
