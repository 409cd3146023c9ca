package io.drover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Phase;
import io.drover.failover.mirror.BackupCopy;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.mirror.MirrorBoard.Newest;
import io.drover.failover.mirror.World;
import io.drover.failover.site.DescriptionFile;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds between two engines that keep what they are given. */
class MirrorStepsTest {
  private static final List<String> ALL =
      List.of(
          "create networks app_net",
          "create configs app_conf",
          "create services app_log",
          "create services app_web");

  @TempDir Path folder;
  private final World world = new World();
  private final ManualClock clock = new ManualClock();
  private final MirrorBoard board = new MirrorBoard();
  private final Dependencies dependencies = new Dependencies();
  private final List<Decision> recorded = new ArrayList<>();
  private Optional<Phase> phase = Optional.of(Phase.HEALTHY);
  private int moveBeginsAfter = Integer.MAX_VALUE;
  private boolean leads = true;
  private Mode mode = Mode.ENFORCE;
  private PauseState pause = new PauseState.Running();
  private Reading<List<BackupCopy>> backups = Reading.unknown("nobody was asked");

  @BeforeEach
  void describe() throws IOException {
    Files.writeString(
        folder.resolve("failover.yml"),
        """
        sites:
        - {name: one, engine: "tcp://10.0.0.1:2375", entries: [{name: a, check: "tcp://10.0.0.1:80"}]}
        - {name: two, engine: "tcp://10.0.0.2:2375", entries: [{name: b, check: "tcp://10.0.0.2:80"}]}
        witnesses: [{name: w, agent: "http://10.0.0.3:9480"}]
        dns: {zone: example.test, key: key, servers: [127.0.0.1]}
        stacks: [{name: app, replicated: [app_carried]}]
        backups: {service: "http://10.0.0.4:9484", max-age: 26h}
        """);
  }

  private void rounds(int count) {
    MirrorSteps steps =
        new MirrorSteps(
            new MirrorSteps.Parts(
                new DescriptionFile(folder.resolve("failover.yml")),
                address ->
                    ((EngineAddress.PlainTcp) address).host().equals("10.0.0.1")
                        ? world.primary
                        : world.standby,
                (described, now) -> backups,
                () -> world.standby.written().size() < moveBeginsAfter ? phase : moving(),
                () -> new LeaseView("drover.lease.failover", "me", 1, "", leads, leads, ""),
                () -> leads,
                now -> pause,
                clock::instant,
                new Suite(mode, "me"),
                new DecisionIds(clock, RandomGenerator.getDefault()),
                new DecisionRecorder(
                    recorded::add, new SimpleMeterRegistry(), new RecentDecisions(10, 10)),
                board,
                dependencies));
    for (int i = 0; i < count; i++) {
      MirrorSteps.Round round = steps.observe();
      steps.keys(round).forEach(key -> steps.reconcile(key, round));
    }
  }

  private static Optional<Phase> moving() {
    return Optional.of(Phase.FENCING);
  }

  private Newest.Round newest() {
    return (Newest.Round) board.newest();
  }

  @ParameterizedTest
  @EnumSource(names = {"HEALTHY", "SUSPECT"})
  void whileThePrimaryServesTheStandbyIsKeptReady(Phase now) {
    phase = Optional.of(now);
    rounds(3);
    assertThat(world.standby.written()).isEqualTo(ALL);
    assertThat(world.primary.written()).isEmpty();
    assertThat(newest().report().isReady()).isTrue();
    assertThat(recorded.getLast().summary()).isEqualTo("the stand-by is ready");
    assertThat(dependencies.all()).allMatch(Dependencies.Dependency::up).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"HEALTHY", "SUSPECT"},
      mode = EnumSource.Mode.EXCLUDE)
  void inAnyOtherPhaseItRestsAndSaysSo(Phase now) {
    phase = Optional.of(now);
    assertRests("so nothing is mirrored");
  }

  @Test
  void itRestsWhileNobodyKnowsThePhase() {
    phase = Optional.empty();
    assertRests("where the failover stands is not known");
  }

  @Test
  void whoDoesNotHoldTheLeaseStandsBy() {
    leads = false;
    assertRests("this instance stands by");
  }

  @Test
  void aDescriptionThatIsWrongIsNotFollowed() throws IOException {
    Files.writeString(folder.resolve("failover.yml"), "sites: 3");
    assertRests("the description of the sites can't be used");
  }

  private void assertRests(String why) {
    rounds(2);
    assertThat(world.standby.written()).isEmpty();
    assertThat(board.newest())
        .isInstanceOfSatisfying(
            Newest.Nothing.class, nothing -> assertThat(nothing.why()).contains(why));
  }

  @Test
  void aPauseHoldsItBack() {
    pause = new PauseState.Unreadable("nobody knows");
    assertHeld("Paused");
  }

  @Test
  void observeModeHoldsItBack() {
    mode = Mode.OBSERVE;
    assertHeld("Observing");
  }

  private void assertHeld(String code) {
    rounds(2);
    assertThat(world.standby.written()).isEmpty();
    Plan plan = newest().plan();
    assertThat(plan.held())
        .hasSize(3)
        .allSatisfy(held -> assertThat(held.by().code()).isEqualTo(code));
    assertThat(newest().report().findings()).isNotEmpty();
  }

  @Test
  void aMoveThatBeginsMeanwhileEndsTheRound() {
    moveBeginsAfter = 1;
    rounds(1);
    assertThat(world.standby.written()).isEqualTo(ALL.subList(0, 1));
    assertThat(newest().outcomes())
        .extracting(Outcome::code)
        .containsExactly("applied", "unavailable", "unavailable");
  }

  @Test
  void ofEachVolumeThereIsAGoodBackupThatIsNotTooOld() {
    world.primary.service(
        "app_db",
        """
        {"Name":"app_db","Labels":{"com.docker.stack.namespace":"app"},"TaskTemplate":{"ContainerSpec":{"Image":"shop/log:1",
        "Mounts":[{"Type":"volume","Source":"app_data","Target":"/data"},{"Type":"volume","Source":"app_carried","Target":"/c"},
        {"Type":"bind","Source":"/etc","Target":"/e"},{"Type":"volume","Target":"/scratch"}]}},"Mode":{"Replicated":{"Replicas":1}}}""");
    assertThat(volumeFindings())
        .containsExactly(
            "Unreadable: whether app_data can be filled at the stand-by is not known: nobody was asked");

    backups = copies(copy("app_data", 1, false), copy("app_other", 1, true));
    assertThat(volumeFindings())
        .singleElement()
        .asString()
        .startsWith("NoBackup: volume app_data of app_db: no backup of it");

    backups = copies(copy("app_data", 1, false), copy("app_data", 27, true));
    assertThat(volumeFindings())
        .singleElement()
        .asString()
        .startsWith("BackupTooOld: volume app_data of app_db: its newest good backup is of ")
        .endsWith(", older than 1d2h");

    backups = copies(copy("app_data", 27, true), copy("app_data", 26, true));
    assertThat(volumeFindings()).isEmpty();
    assertThat(newest().report().isReady()).isTrue();
  }

  private List<String> volumeFindings() {
    rounds(3);
    return newest().report().findings().stream().map(Finding::toString).toList();
  }

  private Reading<List<BackupCopy>> copies(BackupCopy... all) {
    return Reading.known(List.of(all), clock.instant());
  }

  private BackupCopy copy(String volume, int hoursOld, boolean isGood) {
    return new BackupCopy(
        List.of(volume), clock.instant().minus(Duration.ofHours(hoursOld)), isGood);
  }

  @Test
  void aPrimaryThatDoesNotAnswerIsSaid() {
    world.primary.isDown = true;
    rounds(1);
    assertThat(newest().report().isKnown()).isFalse();
    assertThat(recorded.getLast().summary())
        .isEqualTo(
            "not ready at the stand-by (1): the primary's engine could not be read: nobody answers");
    assertThat(dependencies.all())
        .filteredOn(one -> !one.up())
        .extracting(Dependencies.Dependency::name)
        .containsExactly("primary's engine");
  }
}
