package io.drover.journal.postgres;

import io.drover.journal.StoredUsage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the table {@code usage_checkpoint}; Hibernate fills it, nobody changes it. */
@Entity
@Immutable
@Table(name = "usage_checkpoint", schema = "drover")
class UsageRow {
  @Id String service;

  @Column(name = "last_sample")
  Instant lastSample;

  @JdbcTypeCode(SqlTypes.JSON)
  String body;

  StoredUsage toStored() {
    return new StoredUsage(service, lastSample, body);
  }
}
