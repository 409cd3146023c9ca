package io.drover.journal.postgres;

import io.drover.journal.HourStore;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of a table of hours; Hibernate fills it, nobody changes it. */
@MappedSuperclass
abstract class HourRow {
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
