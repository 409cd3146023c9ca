package io.drover.backup.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Manifest FULL = Manifests.full();

  @Test
  void whatWasWrittenIsRead() throws Exception {
    byte[] text = ManifestJson.write(FULL);

    assertThat(ManifestJson.read(text, FULL.id())).isEqualTo(FULL);
    assertThat(ManifestJson.write(ManifestJson.read(text, FULL.id()))).isEqualTo(text);
  }

  @Test
  void itReadsWell() {
    assertThat(new String(ManifestJson.write(FULL), StandardCharsets.UTF_8))
        .startsWith(
            """
            {
              "format" : "drover/1",
              "stack" : "shop",
              "name" : "20261126T033000Z-0a1b2c3d",
            """)
        .contains("\"pointInTime\" : \"2026-11-26T03:30:00Z\"")
        .contains("\"took\" : \"PT2.5S\"")
        .contains("\"trigger\" : \"manual\"", "\"scope\" : \"stack\"", "\"phase\" : \"before\"")
        .endsWith("}\n");
  }

  @Test
  void noFlippedBitIsBelieved() {
    byte[] text = ManifestJson.write(FULL);
    Random random = new Random(6);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = text.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      // White space between members says nothing, so that its change may pass.
      if (Character.isWhitespace(text[at])) {
        continue;
      }
      assertThatThrownBy(() -> ManifestJson.read(damaged, FULL.id()))
          .as("byte %d", at)
          .isInstanceOf(MalformedManifestException.class);
    }
  }

  @Test
  void aPartOfItIsNotBelieved() {
    byte[] text = ManifestJson.write(FULL);
    for (int length = 0; length < text.length - 2; length += 7) {
      byte[] part = java.util.Arrays.copyOf(text, length);
      assertThatThrownBy(() -> ManifestJson.read(part, FULL.id()))
          .isInstanceOf(MalformedManifestException.class)
          .hasMessageStartingWith("the manifest of shop/20261126T033000Z-0a1b2c3d: ");
    }
  }

  @Test
  void problemsAreNamedWithTheirPlace() {
    refused(json -> json.put("format", "drover/2"), "its format is 'drover/2'", "'drover/1'");
    refused(json -> json.put("colour", "red"), "colour", "Unrecognized field");
    refused(json -> json.remove("volumes"), "Missing creator property 'volumes'");
    refused(json -> json.putNull("warnings"), "warnings: Null value");
    refused(json -> json.put("trigger", "whim"), "trigger: ", "whim");
    refused(json -> json.put("startedAt", "yesterday"), "startedAt: ", "yesterday");
    refused(json -> json.put("finishedAt", "2020-01-01T00:00:00Z"), "finished before it started");
    refused(json -> json.put("name", "20261126T033000Z"), "name: ", "the name of a backup");
    refused(json -> json.put("stack", "../etc"), "the name of a stack");
    refused(
        json -> ((ObjectNode) json.at("/volumes/0")).put("bytes", -1),
        "volumes[0]: entries, bytes and changed must not be negative");
    refused(json -> ((ObjectNode) json.at("/volumes/0")).put("bytes", "9000"), "volumes[0].bytes");
    refused(json -> ((ObjectNode) json.at("/volumes/0")).put("bytes", 1.5), "volumes[0].bytes");
    refused(
        json -> ((ObjectNode) json.at("/objects/1")).put("name", "volumes/../../x"),
        "objects[1]: no part of a backup can be named");
    refused(
        json -> ((ObjectNode) json.at("/objects/1")).put("sha256", "abc"), "objects[1]: a SHA-256");
    refused(
        json -> ((ObjectNode) json.at("/volumes/0")).put("archive", "volumes/none.tar.zst"),
        "needs volumes/none.tar.zst, which is not among the objects");
  }

  @Test
  void aManifestOfAnotherBackupIsRefused() {
    BackupId other = Manifests.id("shop", "2026-11-25T03:30:00Z", 1);
    assertThatThrownBy(() -> ManifestJson.read(ManifestJson.write(FULL), other))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageContaining("it is the manifest of shop/20261126T033000Z-0a1b2c3d");
  }

  /** Changes the written object, signs it anew, and expects these words in the refusal. */
  private static void refused(Consumer<ObjectNode> change, String... words) {
    assertThatThrownBy(
            () -> {
              ObjectNode json = (ObjectNode) MAPPER.readTree(ManifestJson.write(FULL));
              json.remove("digest");
              change.accept(json);
              json.put("digest", Sha256.of(MAPPER.writeValueAsBytes(json)));
              ManifestJson.read(MAPPER.writeValueAsBytes(json), FULL.id());
            })
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageContainingAll(words);
  }
}
