package io.drover.journal.wiring;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives Flyway plain connections that end with the migration. A pool would offer it connections to
 * a database that has gone since, for migrations are run whenever the database comes back.
 */
@Singleton
public final class MigrationConnections implements FlywayConfigurationCustomizer {
  private static final int CONNECT_SECONDS = 5;
  private static final int LOGIN_SECONDS = 10;
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
    private final String url;
    private final transient JournalCredentials credentials;

    private Plain(String url, JournalCredentials credentials) {
      this.url = "jdbc:" + url;
      this.credentials = credentials;
    }

    // Its own would spell out every option in the URL, which Flyway logs.
    @Override
    public Connection getConnection() throws SQLException {
      Properties properties = new Properties();
      PGProperty.USER.set(properties, credentials.user());
      PGProperty.PASSWORD.set(properties, credentials.password());
      PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
      PGProperty.LOGIN_TIMEOUT.set(properties, LOGIN_SECONDS);
      PGProperty.SOCKET_TIMEOUT.set(properties, SILENT_SECONDS);
      return DriverManager.getConnection(url, properties);
    }
  }
}
