package io.drover.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {

  @Test
  void anUnknownHostIsNamedTheSameHoweverTheSystemSaysIt() {
    for (String message : new String[] {"db", "db: Name or service not known"}) {
      assertThat(SqlFailure.firstLine(new IllegalStateException(new UnknownHostException(message))))
          .isEqualTo("its host name db is not known");
    }
  }
}
