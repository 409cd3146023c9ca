package io.drover.journal.postgres;

import io.drover.journal.IncidentStore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the table {@code incident}; Hibernate fills it, nobody changes it. */
@Entity
@Immutable
@Table(name = "incident", schema = "drover")
class IncidentRow {
  @Id String id;

  @Column(name = "changed_at")
  Instant changedAt;

  @JdbcTypeCode(SqlTypes.JSON)
  String body;

  IncidentStore.Stored toStored() {
    return new IncidentStore.Stored(id, changedAt, body);
  }
}
