package io.drover.journal.postgres;

import io.drover.journal.Position;
import io.drover.journal.StoredDecision;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the table {@code decision}; Hibernate fills it, nobody changes it. */
@Entity
@Immutable
@Table(name = "decision", schema = "drover")
class DecisionRow {
  @Id String id;
  long seq;
  Instant at;
  String loop;
  String service;

  @Column(name = "service_id")
  String serviceId;

  boolean acted;

  @JdbcTypeCode(SqlTypes.JSON)
  String body;

  StoredDecision toStored() {
    return StoredDecision.ofText(new Position(at, seq, id), body);
  }
}
