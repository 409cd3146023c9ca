package io.drover.journal.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the table {@code usage_hour}. */
@Entity
@Immutable
@IdClass(HourRow.Key.class)
@Table(name = "usage_hour", schema = "drover")
class UsageHourRow extends HourRow {}
