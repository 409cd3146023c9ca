package io.drover.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.act.Stopped;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void aRestoreUnderWayIsReadBackAsItWas() {
    RestoreRecord record =
        RestoreRecord.begin(
                "id",
                new RestoreRequest(
                    new BackupId("shop", BackupName.of(Instant.parse("2026-11-26T03:30:00Z"), 7)),
                    "copy",
                    Set.of("shop_data"),
                    true,
                    false,
                    Map.of("shop_data", "node2"),
                    "operator"),
                Instant.parse("2026-11-26T04:00:00Z"))
            .beginning("VOLUME a node1")
            .having("VOLUME a node1")
            .beginning("SERVICE \"odd\"")
            .stopping(new Stopped("id", "shop_db", 2));

    assertThat(RestoreRecord.parse(record.json())).isEqualTo(record);
  }
}
