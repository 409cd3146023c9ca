package io.drover.journal.postgres;

import io.drover.journal.HourStore;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the table {@code usage_hour}; Hibernate fills it, nobody changes it. */
@Entity
@Immutable
@IdClass(HourRow.Key.class)
@Table(name = "usage_hour", schema = "drover")
class HourRow {
  @Id String service;
  @Id Instant hour;
  @Id String writer;

  @JdbcTypeCode(SqlTypes.JSON)
  String body;

  HourStore.Hour toHour() {
    return new HourStore.Hour(service, hour, writer, body);
  }

  /** What tells rows apart. */
  record Key(String service, Instant hour, String writer) implements Serializable {}
}
