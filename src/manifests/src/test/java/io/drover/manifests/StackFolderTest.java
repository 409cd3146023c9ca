package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stack files say of sizes. */
class StackFolderTest {
  @TempDir Path root;

  private static StackFiles read(String text) {
    return StackFileReader.read(Map.of("medianest.yml", text));
  }

  @Test
  void theReferenceDocumentsServiceIsReadInTheGrammarOfCompose() {
    StackFiles read =
        read(
            """
            version: "3.9"
            services:
              redis:
                image: redis:7
                deploy:
                  resources:
                    limits:
                      cpus: '0.5'
                      memory: 320M
                      pids: 50
                    reservations:
                      cpus: 0.1
                      memory: 128M
              plain: {image: busybox}
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.services()).containsOnlyKeys("medianest_redis", "medianest_plain");
    StackFiles.Declared redis = read.services().get("medianest_redis");
    assertThat(redis.allotment())
        .isEqualTo(
            new Allotment(
                Resources.NONE.withCpu(Cpu.ofMillicores(100)).withMemory(Bytes.ofMebibytes(128)),
                Resources.NONE
                    .withCpu(Cpu.ofMillicores(500))
                    .withMemory(Bytes.ofMebibytes(320))
                    .withPids(50)));
    assertThat(redis.lines())
        .containsEntry("limits.memory", 9)
        .containsEntry("reservations.cpus", 12);
    assertThat(read.services().get("medianest_plain").allotment())
        .isEqualTo(new Allotment(Resources.NONE, Resources.NONE));
  }

  @Test
  void anchorsAndMergesAreFollowedAndAnOwnKeyWins() {
    StackFiles read =
        read(
            """
            x-small: &small
              limits: {cpus: "0.5", memory: 64M}
            x-pids: &pids {pids: 20}
            services:
              one:
                deploy:
                  resources: *small
              two:
                deploy:
                  resources:
                    <<: *small
                    limits:
                      <<: [*pids]
                      memory: 1g
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.services().get("medianest_one").allotment().limits())
        .isEqualTo(Resources.NONE.withCpu(Cpu.ofMillicores(500)).withMemory(Bytes.ofMebibytes(64)));
    assertThat(read.services().get("medianest_two").allotment().limits())
        .isEqualTo(Resources.NONE.withMemory(Bytes.ofMebibytes(1024)).withPids(20));
  }

  @Test
  void mergesOfMergesEndAndDoNotMultiply() {
    StringBuilder text = new StringBuilder("x0: &m0 {memory: 64M}\n");
    for (int i = 1; i <= 40; i++) {
      String before = "*m" + (i - 1);
      text.append("x%d: &m%d {<<: [%s, %s, %s]}%n".formatted(i, i, before, before, before));
    }
    text.append("services: {web: {deploy: {resources: {limits: {<<: *m40}}}}}\n");
    StackFiles read = read(text.toString());
    assertThat(read.problems()).isEmpty();
    assertThat(read.services().get("medianest_web").allotment().limits())
        .isEqualTo(Resources.NONE.withMemory(Bytes.ofMebibytes(64)));
    assertThat(read("services: &s {<<: *s, web: {image: a}}").services())
        .containsOnlyKeys("medianest_web");
  }

  @Test
  void aVariableIsToldAndCountsAsNotDeclared() {
    StackFiles read =
        read(
            """
            services:
              db:
                image: postgres:${PG_VERSION}
                deploy:
                  resources:
                    limits: {memory: "${PG_MEMORY:-1G}", pids: 100}
            """);
    StackFiles.Declared db = read.services().get("medianest_db");
    assertThat(db.problems()).isEmpty();
    assertThat(db.allotment().limits()).isEqualTo(Resources.NONE.withPids(100));
    assertThat(read.problems())
        .isEqualTo(db.unread())
        .singleElement()
        .hasToString(
            "medianest.yml:6: services.db.deploy.resources.limits.memory: \"${PG_MEMORY:-1G}\" is"
                + " known to the shell that deploys only: write the value, or the label for it");
  }

  @Test
  void whatIsWrongIsToldWithItsLineAndTheOtherServicesHold() {
    StackFiles read =
        read(
            """
            services:
              bad:
                deploy: {resources: {limits: {memory: 1Gi, cpus: 500m, pids: many}}}
              good:
                deploy: {resources: {limits: {memory: 1G, cpus: 0}}}
            """);
    assertThat(read.services().get("medianest_bad").problems())
        .hasSize(3)
        .allMatch(problem -> problem.line() == 3);
    assertThat(read.services().get("medianest_good").allotment().limits())
        .isEqualTo(Resources.NONE.withMemory(Bytes.ofMebibytes(1024)));
  }

  @Test
  void whatIsNoStackFileIsTold() {
    for (String text :
        List.of("", "[]", "services: [a]", "a: [", "a: 1\n---\nb: 2", "a: &a {<<: *a}")) {
      StackFiles read = read(text);
      assertThat(read.services()).isEmpty();
      assertThat(read.problems()).describedAs(text).hasSize(1);
    }
  }

  @Test
  void aFileThatChangesIsReadAnew() throws IOException {
    StackFolder folder = new StackFolder(root);
    assertThat(folder.read()).isEqualTo(StackFiles.NONE);
    Path file = root.resolve("shop.yaml");
    Files.writeString(file, "services: {web: {image: nginx}}");
    assertThat(folder.read().services()).containsOnlyKeys("shop_web");
    Files.writeString(file, "services: {api: {image: nginx}}");
    StackFiles second = folder.read();
    assertThat(second.services()).containsOnlyKeys("shop_api");
    assertThat(folder.read()).isSameAs(second);
  }

  @Test
  void twoFilesOfOneStackAreAProblem() throws IOException {
    Files.writeString(root.resolve("shop.yaml"), "services: {web: {image: nginx}}");
    Files.writeString(root.resolve("shop.yml"), "services: {web: {image: nginx}}");
    assertThat(new StackFolder(root).read().problems())
        .containsExactly(
            new ManifestProblem("shop.yml", 1, "another file describes the stack shop"));
  }
}
