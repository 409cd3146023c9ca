package io.drover.backup.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @Test
  void namesAreReadBackAndInTheOrderOfTime() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      BackupName one = some(random);
      BackupName other = some(random);
      assertThat(BackupName.parse(one.toString())).isEqualTo(one);
      if (!one.pointInTime().equals(other.pointInTime())) {
        assertThat(Integer.signum(one.compareTo(other)))
            .isEqualTo(one.pointInTime().compareTo(other.pointInTime()) < 0 ? -1 : 1);
      }
    }
    assertThat(BackupName.of(Instant.parse("2026-11-26T03:30:00.9Z"), 0x0a1b2c3d))
        .hasToString("20261126T033000Z-0a1b2c3d");
  }

  private static BackupName some(Random random) {
    return BackupName.of(
        Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L)), random.nextInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20261126T033000Z",
        "20261126T033000Z-",
        "20261126T033000Z-0a1b2c3",
        "20261126T033000Z-0A1B2C3D",
        "20261126T033000-0a1b2c3d",
        "20261326T033000Z-0a1b2c3d",
        "20261126T253000Z-0a1b2c3d",
        ".draft-20261126T033000Z-0a1b2c3d",
        "../20261126T033000Z-0a1b2c3d"
      })
  void otherTextIsNoName(String text) {
    assertThatThrownBy(() -> BackupName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is like 20261126T033000Z-0a1b2c3d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", ".hidden", "-x", "a b", "a\0"})
  void aStackCannotLeadElsewhere(String stack) {
    assertThatThrownBy(() -> BackupId.checkStack(stack))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "manifest.json",
        "../x",
        "volumes/../x",
        "/x",
        "a/b/c",
        "volumes/",
        ".x",
        "a//b"
      })
  void anObjectCannotLeadElsewhereOrBeTheManifest(String name) {
    assertThatThrownBy(() -> ObjectName.check(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLongestNamesOfVolumesFitIntoAFileName() {
    String one = "v".repeat(254) + "1";
    String other = "v".repeat(254) + "2";

    assertThat(ObjectName.index(one, true)).isNotEqualTo(ObjectName.index(other, true));
    assertThat(ObjectName.check(ObjectName.index(one, true)).length())
        .isLessThanOrEqualTo("volumes/".length() + 255);
    assertThat(ObjectName.archive("data", false)).isEqualTo("volumes/data.tar.zst");
    assertThat(ObjectName.archive("data", true)).isEqualTo("volumes/data.tar.zst.age");
    assertThat(ObjectName.index("data", false)).isEqualTo("volumes/data.index.jsonl.zst");
    assertThat(ObjectName.stack(true)).isEqualTo("stack.json.zst.age");
  }
}
