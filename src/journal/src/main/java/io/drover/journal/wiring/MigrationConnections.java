package io.drover.journal.wiring;

import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives Flyway plain connections that end with the migration. A pool would offer it connections to
 * a database that has gone since, for migrations are run whenever the database comes back.
 */
@Singleton
public final class MigrationConnections implements FlywayConfigurationCustomizer {
  private static final int CONNECT_SECONDS = 5;
  private static final int SILENT_SECONDS = 60;

  private final JournalConfig config;
  private final JournalCredentials credentials;

  /** Connections of this configuration. */
  public MigrationConnections(JournalConfig config, JournalCredentials credentials) {
    this.config = config;
    this.credentials = credentials;
  }

  @Override
  public void customize(FluentConfiguration flyway) {
    config.url().ifPresent(url -> flyway.dataSource(new Plain(url, credentials)));
  }

  /** Reads the credentials for each connection. */
  private static final class Plain extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;
    private final transient JournalCredentials credentials;

    private Plain(String url, JournalCredentials credentials) {
      this.credentials = credentials;
      setUrl("jdbc:" + url);
      setConnectTimeout(CONNECT_SECONDS);
      setSocketTimeout(SILENT_SECONDS);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Map<String, String> now = credentials.getCredentials("");
      return getConnection(
          now.get(CredentialsProvider.USER_PROPERTY_NAME),
          now.get(CredentialsProvider.PASSWORD_PROPERTY_NAME));
    }
  }
}
