package io.drover.journal.postgres;

import io.drover.journal.BackupCatalogStore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the table {@code backup}; Hibernate fills it, nobody changes it. */
@Entity
@Immutable
@Table(name = "backup", schema = "drover")
class BackupRow {
  @Id String id;

  @Column(name = "made_at")
  Instant madeAt;

  @JdbcTypeCode(SqlTypes.JSON)
  String body;

  BackupCatalogStore.Stored toStored() {
    return new BackupCatalogStore.Stored(id, madeAt, body);
  }
}
