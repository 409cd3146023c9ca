package io.drover.journal.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Plain JDBC connections for migrations, with the credentials as they are at the time. */
final class MigrationConnections extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;
  private static final int CONNECT_SECONDS = 5;
  private static final int LOGIN_SECONDS = 10;
  private static final int SILENT_SECONDS = 60;

  private final String url;
  private final transient JournalCredentials credentials;

  /**
   * Connections to a database.
   *
   * @param url as in {@link JournalConfig#url}
   */
  MigrationConnections(String url, JournalCredentials credentials) {
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
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      // Not which one it is: somebody may have written a password into it.
      throw new SQLException("drover.journal.url is not postgresql://HOST:PORT/DATABASE");
    }
    return connection;
  }
}
