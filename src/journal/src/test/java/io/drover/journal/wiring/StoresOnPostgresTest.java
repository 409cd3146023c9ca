package io.drover.journal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.journal.BackupCatalogStore;
import io.drover.journal.DecisionQuery;
import io.drover.journal.HourStore;
import io.drover.journal.IncidentStore;
import io.drover.journal.StoredUsage;
import io.drover.journal.UsageStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else services keep in the database. */
@QuarkusTest
@WithTestResource(RunningEnvironment.class)
class StoresOnPostgresTest extends OnPostgres {
  @Inject UsageStore usages;
  @Inject IncidentStore incidents;
  @Inject BackupCatalogStore catalog;
  @Inject HourStore hours;

  @Inject
  @Identifier(JournalBeans.REPLICAS)
  HourStore replicas;

  @Test
  void whatServicesUseIsKeptUntilItIsTooOld() {
    Instant noon = Instant.parse("2026-01-01T12:00:00.123456Z");
    usages.save(List.of());
    usages.save(
        List.of(
            new StoredUsage("shop_db", noon, "{\"a\": 1}"),
            new StoredUsage("it's \"odd\" \u00fc", noon.minusSeconds(1), "{}")));
    usages.save(List.of(new StoredUsage("shop_db", noon.plusNanos(999), "{\"a\": 1.5e-7}")));
    assertThat(usages.load())
        .containsExactly(
            new StoredUsage("it's \"odd\" \u00fc", noon.minusSeconds(1), "{}"),
            new StoredUsage("shop_db", noon, "{\"a\": 0.00000015}"));
    assertThat(usages.forget(noon)).isEqualTo(1);
    assertThat(usages.forget(noon)).isZero();
    assertThat(usages.load()).extracting(StoredUsage::service).containsExactly("shop_db");
  }

  @Test
  void incidentsAreKeptUntilTheyAreTooOld() {
    Instant noon = Instant.parse("2026-01-01T12:00:00.123456Z");
    incidents.save(List.of());
    incidents.save(
        List.of(
            new IncidentStore.Stored("CrashLoop-a-1", noon.minusSeconds(2), "{\"a\": 1}"),
            new IncidentStore.Stored("CrashLoop-b-1", noon.minusSeconds(1), "{}")));
    incidents.save(
        List.of(new IncidentStore.Stored("CrashLoop-a-1", noon.plusNanos(999), "{\"a\": 2}")));
    assertThat(incidents.load(5))
        .containsExactly(
            new IncidentStore.Stored("CrashLoop-a-1", noon, "{\"a\": 2}"),
            new IncidentStore.Stored("CrashLoop-b-1", noon.minusSeconds(1), "{}"));
    assertThat(incidents.load(1))
        .extracting(IncidentStore.Stored::id)
        .containsExactly("CrashLoop-a-1");
    assertThat(incidents.forget(noon)).isEqualTo(1);
    assertThat(incidents.load(5)).hasSize(1);
    incidents.save(
        List.of(new IncidentStore.Stored("CrashLoop-a-1", noon, "{\"a\": \"\\u0000\"}")));
    incidents.saveFiring(noon, "[\"\\u0000\"]");
    assertThat(incidents.load(5))
        .containsExactly(new IncidentStore.Stored("CrashLoop-a-1", noon, "{\"a\": \"\uFFFD\"}"));
    assertThat(incidents.firing()).contains("[\"\uFFFD\"]");
  }

  @Test
  void theCatalogOfBackupsIsKept() {
    Instant noon = Instant.parse("2026-01-01T12:00:00.123456Z");
    catalog.saveBackups(List.of());
    catalog.saveBackups(
        List.of(
            new BackupCatalogStore.Stored("shop/a", noon, "{\"a\": 1}"),
            new BackupCatalogStore.Stored("shop/b", noon.plusSeconds(1), "{}")));
    catalog.saveBackups(List.of(new BackupCatalogStore.Stored("shop/a", noon, "{\"a\": 2}")));
    assertThat(catalog.backups(5))
        .containsExactly(
            new BackupCatalogStore.Stored("shop/b", noon.plusSeconds(1), "{}"),
            new BackupCatalogStore.Stored("shop/a", noon, "{\"a\": 2}"));
    assertThat(catalog.backups(1)).hasSize(1);
    catalog.forgetBackups(List.of());
    catalog.forgetBackups(List.of("shop/b", "shop/none"));
    assertThat(catalog.backups(5))
        .extracting(BackupCatalogStore.Stored::id)
        .containsExactly("shop/a");
    catalog.saveRuns(
        List.of(
            new BackupCatalogStore.Stored("1", noon, "{}"),
            new BackupCatalogStore.Stored("2", noon.plusSeconds(1), "{}")));
    assertThat(catalog.runs(1)).extracting(BackupCatalogStore.Stored::id).containsExactly("2");
    assertThat(catalog.forgetRuns(noon.plusSeconds(1))).isEqualTo(1);
    assertThat(catalog.runs(5)).hasSize(1);
  }

  @Test
  void whatFiresIsKeptInPlaceOfWhatFiredBefore() throws SQLException {
    inDatabase("delete from drover.firing_alerts");
    assertThat(incidents.firing()).isEmpty();
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    incidents.saveFiring(noon, "[{\"rule\": \"NodeDown\"}]");
    assertThat(incidents.firing()).contains("[{\"rule\": \"NodeDown\"}]");
    incidents.saveFiring(noon.plusSeconds(1), "[]");
    assertThat(incidents.firing()).contains("[]");
  }

  @Test
  void anHourIsReplacedByItsWriterOnlyAndForgottenInTheEnd() {
    keepsHours(hours, replicas);
    keepsHours(replicas, hours);
  }

  private static void keepsHours(HourStore hours, HourStore other) {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    Instant one = Instant.parse("2026-01-01T13:00:00Z");
    hours.save(
        List.of(
            new HourStore.Hour("hourly", noon, "a", "{\"n\": 1}"),
            new HourStore.Hour("hourly", noon, "b", "{\"n\": 2}"),
            new HourStore.Hour("hourly", one, "a", "{\"n\": 3}"),
            new HourStore.Hour("other", one, "a", "{\"n\": 4}")));
    hours.save(List.of(new HourStore.Hour("hourly", noon, "a", "{\"n\": 5}")));
    assertThat(hours.load(List.of("hourly", "nobody"), noon))
        .containsExactlyInAnyOrder(
            new HourStore.Hour("hourly", noon, "a", "{\"n\": 5}"),
            new HourStore.Hour("hourly", noon, "b", "{\"n\": 2}"),
            new HourStore.Hour("hourly", one, "a", "{\"n\": 3}"));
    assertThat(hours.load(List.of("hourly"), one)).hasSize(1);
    assertThat(hours.forget(one)).isEqualTo(2);
    assertThat(hours.load(List.of("hourly", "other"), noon)).hasSize(2);
    other.forget(DecisionQuery.END.at());
    assertThat(hours.load(List.of("hourly", "other"), noon)).hasSize(2);
  }
}
