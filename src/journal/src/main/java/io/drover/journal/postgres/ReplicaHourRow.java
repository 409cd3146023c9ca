package io.drover.journal.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the table {@code replica_hour}. */
@Entity
@Immutable
@IdClass(HourRow.Key.class)
@Table(name = "replica_hour", schema = "drover")
class ReplicaHourRow extends HourRow {}
