package io.drover.agent.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.profile.Profile;
import io.drover.agent.model.profile.ProfileItem;
import io.drover.agent.model.profile.ProfileItem.Standing;
import io.drover.agent.observe.HostRoot;
import io.drover.agent.record.ProfileMemory;
import io.drover.agent.record.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profile on a node that is a folder, and a look at the real one. */
class ProfileActuatorTest {
  private static final String GOVERNOR_OF = "sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor";
  private static final String COST = "kernel.sched_migration_cost_ns";

  @TempDir Path folder;

  @BeforeEach
  void aNodeAsItCameFromItsDistribution() throws IOException {
    write("proc/sys/kernel/random/boot_id", "boot-1");
    write("proc/sys/vm/swappiness", "60");
    write("proc/sys/vm/vfs_cache_pressure", "100");
    write("proc/sys/vm/dirty_ratio", "20");
    write("proc/sys/vm/dirty_bytes", "0");
    write("proc/sys/vm/dirty_background_ratio", "10");
    write("proc/sys/vm/dirty_background_bytes", "0");
    write("sys/kernel/debug/sched/migration_cost_ns", "500000");
    write(GOVERNOR_OF.formatted(0), "powersave");
    write(GOVERNOR_OF.formatted(1), "schedutil");
    Files.createDirectories(folder.resolve("systemd"));
    write(
        "proc/42/stat",
        "42 (dockerd) S 1 42 42 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 9 0 1 1 1 1 1 1 1 1 1 0");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file)).strip();
  }

  /** One that knows of its predecessor what is in the file only. */
  private ProfileActuator profile() {
    return new ProfileActuator(
        new HostRoot(folder.resolve("proc"), folder.resolve("sys"), folder.resolve("systemd")),
        new ProfileMemory(new StateFile(folder.resolve("state"), "profile.json")));
  }

  private static Map<String, Standing> standings(List<ProfileItem> items) {
    return items.stream().collect(Collectors.toMap(ProfileItem::name, ProfileItem::standing));
  }

  private static ProfileItem item(List<ProfileItem> items, String name) {
    return items.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatDiffersIsSaidAndNothingIsChanged() throws IOException {
    List<ProfileItem> items = profile().check();
    assertThat(standings(items).values()).containsOnly(Standing.DIFFERS);
    assertThat(items).hasSize(7);
    assertThat(item(items, "vm.swappiness"))
        .isEqualTo(new ProfileItem("vm.swappiness", "10", "60", Standing.DIFFERS, ""));
    assertThat(item(items, "cpu governor").actual()).isEqualTo("powersave,schedutil");
    assertThat(item(items, "docker.service drop-in").why()).isEqualTo("dockerd runs with nice 0");
    assertThat(text("proc/sys/vm/swappiness")).isEqualTo("60");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void appliedItHoldsAndRevertedAllIsAsItWas() throws IOException {
    List<ProfileItem> applied = profile().apply();
    assertThat(standings(applied).values()).containsOnly(Standing.AS_WANTED);
    assertThat(text("proc/sys/vm/swappiness")).isEqualTo("10");
    assertThat(text("proc/sys/vm/vfs_cache_pressure")).isEqualTo("50");
    assertThat(text("proc/sys/vm/dirty_ratio")).isEqualTo("15");
    assertThat(text("proc/sys/vm/dirty_background_ratio")).isEqualTo("5");
    assertThat(text("sys/kernel/debug/sched/migration_cost_ns")).isEqualTo("5000000");
    assertThat(text(GOVERNOR_OF.formatted(1))).isEqualTo("performance");
    assertThat(folder.resolve("systemd/docker.service.d/drover.conf")).hasContent(Profile.DROP_IN);
    assertThat(item(applied, "docker.service drop-in").why())
        .contains("nice 0", "next restart of docker");

    // Applied twice, by another agent even, the oldest values are what comes back.
    profile().apply();
    ProfileActuator next = profile();
    assertThat(next.isApplied()).isTrue();
    assertThat(standings(next.revert()).values()).containsOnly(Standing.DIFFERS);
    assertThat(text("proc/sys/vm/swappiness")).isEqualTo("60");
    assertThat(text("proc/sys/vm/dirty_ratio")).isEqualTo("20");
    assertThat(text("sys/kernel/debug/sched/migration_cost_ns")).isEqualTo("500000");
    assertThat(text(GOVERNOR_OF.formatted(0))).isEqualTo("powersave");
    assertThat(text(GOVERNOR_OF.formatted(1))).isEqualTo("schedutil");
    assertThat(folder.resolve("systemd/docker.service.d")).doesNotExist();
    assertThat(profile().isApplied()).isFalse();
  }

  @Test
  void aDropInOfSomebodyElseComesBackToo() throws IOException {
    write("systemd/docker.service.d/drover.conf", "[Service]\nNice=3");
    write("systemd/docker.service.d/other.conf", "[Service]");
    profile().apply();
    profile().revert();
    assertThat(text("systemd/docker.service.d/drover.conf")).isEqualTo("[Service]\nNice=3");
    assertThat(folder.resolve("systemd/docker.service.d/other.conf")).exists();
  }

  @Test
  void whatTheKernelDoesNotHaveIsNotGuessed() throws IOException {
    Files.delete(folder.resolve("sys/kernel/debug/sched/migration_cost_ns"));
    Files.delete(folder.resolve(GOVERNOR_OF.formatted(0)));
    Files.delete(folder.resolve(GOVERNOR_OF.formatted(1)));
    for (List<ProfileItem> items : List.of(profile().check(), profile().apply())) {
      assertThat(item(items, COST))
          .isEqualTo(
              new ProfileItem(
                  COST, "5000000", "", Standing.NOT_THERE, "this kernel does not have it"));
      assertThat(item(items, "cpu governor").standing()).isEqualTo(Standing.NOT_THERE);
    }
    assertThat(folder.resolve("sys/kernel/debug/sched/migration_cost_ns")).doesNotExist();
  }

  @Test
  void anOlderKernelsPlaceIsTakenFirst() throws IOException {
    write("proc/sys/kernel/sched_migration_cost_ns", "500000");
    profile().apply();
    assertThat(text("proc/sys/kernel/sched_migration_cost_ns")).isEqualTo("5000000");
    assertThat(text("sys/kernel/debug/sched/migration_cost_ns")).isEqualTo("500000");
  }

  /** To set the ratio would set the bytes to 0, which could not be taken back. */
  @Test
  void aRatioThatBytesRuleInPlaceOfIsLeftAlone() throws IOException {
    write("proc/sys/vm/dirty_ratio", "0");
    write("proc/sys/vm/dirty_bytes", "1000000");
    assertThat(item(profile().apply(), "vm.dirty_ratio"))
        .isEqualTo(
            new ProfileItem(
                "vm.dirty_ratio",
                "15",
                "0",
                Standing.DIFFERS,
                "vm.dirty_bytes is 1000000, and rules in its place"));
    assertThat(text("proc/sys/vm/dirty_ratio")).isEqualTo("0");
  }

  @Test
  void aGovernorThatIsNotOfferedIsNotThere() throws IOException {
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors", "powersave schedutil");
    assertThat(item(profile().check(), "cpu governor"))
        .isEqualTo(
            new ProfileItem(
                "cpu governor",
                "performance",
                "powersave,schedutil",
                Standing.NOT_THERE,
                "this machine offers powersave schedutil"));
  }

  @Test
  void withoutAPlaceToRememberNothingIsChanged() throws IOException {
    Files.writeString(folder.resolve("state"), "a file where a folder should be");
    List<ProfileItem> items = profile().apply();
    assertThat(item(items, "vm.swappiness").why()).contains("profile.json can't be written");
    assertThat(text("proc/sys/vm/swappiness")).isEqualTo("60");
    assertThat(folder.resolve("systemd/docker.service.d")).doesNotExist();
  }

  @Test
  void afterTheMachineWasStartedAnewItIsAppliedAgain() throws IOException {
    profile().apply();
    write("proc/sys/vm/swappiness", "30");
    profile().applyAgain();
    assertThat(text("proc/sys/vm/swappiness")).as("changed by hand, same boot").isEqualTo("30");
    write("proc/sys/kernel/random/boot_id", "boot-2");
    profile().applyAgain();
    assertThat(text("proc/sys/vm/swappiness")).isEqualTo("10");
    profile().revert();
    assertThat(text("proc/sys/vm/swappiness")).as("the oldest value").isEqualTo("60");
  }

  @Test
  void whatWasNeverAppliedIsNotAppliedAtAStart() throws IOException {
    profile().applyAgain();
    assertThat(text("proc/sys/vm/swappiness")).isEqualTo("60");
  }

  /** Read only: every Linux has the first two. */
  @Test
  void theRealNodeIsCompared() throws IOException {
    HostRoot real = new HostRoot(Path.of("/proc"), Path.of("/sys"), Path.of("/etc/systemd/system"));
    List<ProfileItem> items =
        new ProfileActuator(
                real, new ProfileMemory(new StateFile(folder.resolve("state"), "profile.json")))
            .check();
    assertThat(items).hasSize(7);
    for (String name : List.of("swappiness", "vfs_cache_pressure", "dirty_ratio")) {
      assertThat(item(items, "vm." + name).actual())
          .isEqualTo(Files.readAllLines(Path.of("/proc/sys/vm", name)).getFirst());
    }
    assertThat(items)
        .allSatisfy(
            one ->
                assertThat(one.actual().isEmpty())
                    .isEqualTo(
                        one.standing() == Standing.NOT_THERE
                            || one.standing() == Standing.UNKNOWN));
  }
}
