package io.drover.journal.wiring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrationConnectionsTest {

  @Test
  void aWrongAddressIsNotSpeltOut() {
    MigrationConnections connections =
        new MigrationConnections(
            "postgres://somebody:secret@127.0.0.1:1/db",
            new JournalCredentials(JournalCredentialsTest.config(Map.of())));
    assertThatThrownBy(connections::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("drover.journal.url")
        .hasMessageNotContaining("secret");
  }
}
