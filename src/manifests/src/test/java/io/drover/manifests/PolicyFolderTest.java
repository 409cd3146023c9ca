package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is read anew when what is in it changes, however it changes. */
class PolicyFolderTest {
  @TempDir Path root;

  private static String hpa(String name, int max) {
    return """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: %s}
    spec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: %d}
    """
        .formatted(name, max);
  }

  private static int max(Policies policies) {
    return ((HorizontalManifest) policies.described().getFirst()).spec().max();
  }

  @Test
  void noFolderIsNoPolicy() {
    assertThat(new PolicyFolder(root.resolve("none")).read()).isEqualTo(Policies.NONE);
  }

  @Test
  void changesAreSeenAlsoWhenSizeAndTimeStay() throws IOException {
    PolicyFolder folder = new PolicyFolder(root);
    Path file = root.resolve("web.yaml");
    Files.writeString(file, hpa("web", 5));
    FileTime time = Files.getLastModifiedTime(file);
    Policies first = folder.read();
    assertThat(max(first)).isEqualTo(5);
    assertThat(folder.read()).isSameAs(first);
    Files.writeString(file, hpa("web", 7));
    Files.setLastModifiedTime(file, time);
    assertThat(max(folder.read())).isEqualTo(7);
    Files.delete(file);
    assertThat(folder.read()).isEqualTo(Policies.NONE);
  }

  @Test
  void mountsOfLinksAreFollowedAndOtherFilesPassedOver() throws IOException {
    Path data = Files.createDirectories(root.resolve("..data"));
    Files.writeString(data.resolve("web.yaml"), hpa("web", 5));
    Files.createSymbolicLink(root.resolve("web.yaml"), data.resolve("web.yaml"));
    Files.writeString(root.resolve(".hidden.yaml"), "{");
    Files.writeString(root.resolve("notes.txt"), "{");
    Files.createDirectories(root.resolve("folder.yaml"));
    Files.writeString(root.resolve("b.json"), "{\"kind\": 1}");
    Policies read = new PolicyFolder(root).read();
    assertThat(read.described()).hasSize(1);
    assertThat(read.problems()).isNotEmpty().allMatch(problem -> problem.file().equals("b.json"));
  }

  @Test
  void soIsWhatIsTooMuchTogether() throws IOException {
    for (int i = 0; i < 9; i++) {
      Files.writeString(root.resolve(i + ".yaml"), "#".repeat(1 << 20));
    }
    assertThat(new PolicyFolder(root).read().problems())
        .singleElement()
        .matches(one -> one.message().contains("together are larger than 8Mi"));
  }

  @Test
  void whatIsTooLargeIsToldAndTheRestHolds() throws IOException {
    Files.writeString(root.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
    Files.writeString(root.resolve("web.yaml"), hpa("web", 5));
    Policies read = new PolicyFolder(root).read();
    assertThat(max(read)).isEqualTo(5);
    assertThat(read.problems())
        .containsExactly(new ManifestProblem("large.yaml", 1, "larger than 1Mi"));
  }
}
