package io.drover.backup.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.run.RunView.Stage;
import io.drover.backup.store.Draft;
import io.drover.backup.store.LocalStore;
import io.drover.backup.store.NoSuchBackupException;
import io.drover.runtime.status.Dependencies;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final BackupId FIRST = Manifests.id("shop", "2026-11-25T03:30:00Z", 1);
  private static final BackupId SECOND = Manifests.id("shop", "2026-11-26T03:30:00Z", 2);
  private static final RunRecord FAILED =
      new RunRecord(
          "1",
          "shop",
          List.of("shop_db"),
          Trigger.SCHEDULE,
          "schedule",
          NOW,
          NOW,
          Stage.FAILED,
          "",
          0,
          "disk full");

  @TempDir Path folder;
  private final CatalogInMemory database = new CatalogInMemory();
  private final Dependencies dependencies = new Dependencies();
  private LocalStore store;
  private CatalogKeeper keeper;
  private Catalog catalog;

  @BeforeEach
  void open() {
    store = new LocalStore(folder);
    begin();
  }

  /** A process that begins: the store and the database are what they are. */
  private void begin() {
    keeper = new CatalogKeeper(database, dependencies, () -> NOW);
    keeper.start();
    catalog = new Catalog(store, keeper);
  }

  private void beginAnew() {
    keeper.close();
    begin();
    keeper.load();
    catalog.take(Eventually.gives("the database answers", keeper::takeLoaded));
  }

  @AfterEach
  void close() {
    keeper.close();
  }

  @Test
  void itFollowsTheStoreAndKeepsChecksInTheDatabase() throws IOException {
    commit(FIRST);
    commit(SECOND);
    assertThat(catalog.isKnown()).isFalse();
    assertThat(catalog.refresh()).isEqualTo(2);
    catalog.put(catalog.backup(FIRST).orElseThrow().verified(Verified.of(NOW, List.of())));
    catalog.ran(FAILED);
    Eventually.holds("both are kept", () -> database.ids().size() == 2 && kept() == 1);

    beginAnew();
    assertThat(catalog.isKnown()).as("what the store says is not known yet").isFalse();
    assertThat(catalog.refresh()).isEqualTo(2);
    assertThat(catalog.backup(FIRST)).map(one -> one.verified().check()).contains(Check.GOOD);
    assertThat(catalog.backup(SECOND)).map(one -> one.verified().check()).contains(Check.NONE);
    assertThat(catalog.runs()).containsExactly(FAILED);

    catalog.delete(FIRST);
    assertThat(store.list()).containsExactly(SECOND);
    assertThat(catalog.backups()).extracting(BackupRecord::id).containsExactly(SECOND);
    Eventually.holds("it is gone there", () -> database.ids().equals(List.of(SECOND.toString())));
  }

  private int kept() {
    return database.runs(10).size();
  }

  @Test
  void oneThatWasJustMadeIsThereAtOnce() throws IOException {
    catalog.refresh();
    commit(FIRST);
    catalog.made(FIRST);
    assertThat(catalog.backups()).extracting(BackupRecord::id).containsExactly(FIRST);
    BackupRecord checked =
        catalog.backup(FIRST).orElseThrow().verified(Verified.of(NOW, List.of()));
    catalog.put(checked);
    catalog.made(FIRST);
    assertThat(catalog.backup(FIRST)).as("what is known of it stays").contains(checked);
    assertThatThrownBy(() -> catalog.made(SECOND)).isInstanceOf(NoSuchBackupException.class);
  }

  @Test
  void itIsMadeAnewFromTheStoreAlone() throws IOException {
    commit(FIRST);
    commit(SECOND);
    catalog.refresh();
    BackupRecord before = catalog.backup(SECOND).orElseThrow();
    Eventually.holds("both are kept", () -> database.ids().size() == 2);
    database.clear();

    beginAnew();
    assertThat(catalog.refresh()).isEqualTo(2);
    assertThat(catalog.backup(SECOND)).contains(before);
    Eventually.holds("the database has them again", () -> database.ids().size() == 2);

    catalog.put(before.verified(Verified.of(NOW, List.of("damaged"))));
    assertThat(catalog.rebuild()).isEqualTo(2);
    assertThat(catalog.backup(SECOND))
        .as("checks of what is still there count")
        .map(one -> one.verified().check())
        .contains(Check.DAMAGED);
  }

  @Test
  void withoutADatabaseItWorksAndCatchesUp() throws IOException {
    database.away(true);
    commit(FIRST);
    assertThat(catalog.refresh()).isEqualTo(1);
    catalog.ran(FAILED);
    Eventually.holds("it is said", () -> down().isPresent());
    assertThat(down().orElseThrow().required()).isFalse();
    assertThat(catalog.backups()).hasSize(1);

    database.away(false);
    Eventually.holds("it caught up", () -> database.ids().size() == 1 && kept() == 1);
    Eventually.holds("it is said", () -> down().isEmpty());
  }

  private Optional<Dependencies.Dependency> down() {
    return dependencies.all().stream().filter(one -> !one.up()).findFirst();
  }

  @Test
  void whatGoesBehindItsBackIsForgottenAndAnOddOneIsNamed() throws IOException {
    commit(FIRST);
    commit(SECOND);
    catalog.refresh();
    store.delete(FIRST);
    Files.writeString(folder.resolve(SECOND + "/manifest.json"), "{");
    assertThat(catalog.refresh()).isEqualTo(1);
    assertThat(catalog.backups()).extracting(BackupRecord::id).containsExactly(SECOND);
    catalog.rebuild();
    assertThat(catalog.backups()).isEmpty();
    assertThat(catalog.problems())
        .singleElement()
        .asString()
        .startsWith("the manifest of " + SECOND);
  }

  private void commit(BackupId id) throws IOException {
    try (Draft draft = store.begin(id)) {
      draft.commit(Manifests.of(id, draft.objects()));
    }
  }
}
