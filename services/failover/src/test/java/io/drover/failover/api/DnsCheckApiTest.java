package io.drover.failover.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may have DNS checked, and what a description with mistakes is answered with. */
@QuarkusTest
@TestProfile(DnsCheckApiTest.Described.class)
class DnsCheckApiTest {
  static final String OPERATOR = "operator-token-of-the-dns-test";
  static final String VIEWER = "viewer-token-of-the-dns-test";

  /** Tokens, and a description that is being written. */
  public static final class Described implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "drover-failover");
        return Map.of(
            "DOCKER_HOST",
            "unix:///nonexistent/docker.sock",
            "drover.failover.description",
            folder.resolve("failover.yml").toString(),
            "drover.tokens.viewer-file",
            Files.writeString(folder.resolve("viewer"), VIEWER).toString(),
            "drover.tokens.operator-file",
            Files.writeString(folder.resolve("operator"), OPERATOR).toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static RequestSpecification with(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  @org.eclipse.microprofile.config.inject.ConfigProperty(name = "drover.failover.description")
  Path file;

  @Test
  void onlyAnOperatorWritesRecords() {
    given().post("/v1/failover/dns/check").then().statusCode(401);
    with(VIEWER).post("/v1/failover/dns/check").then().statusCode(403);
  }

  @Test
  void mistakesOfTheDescriptionAreAnsweredThenTheKeyThatIsMissing() throws IOException {
    Files.deleteIfExists(file);
    with(OPERATOR)
        .post("/v1/failover/dns/check")
        .then()
        .statusCode(409)
        .body("errors[0]", containsString("failover.yml:1: is missing"));
    Files.writeString(file, "sites: []\n");
    with(OPERATOR)
        .post("/v1/failover/dns/check")
        .then()
        .statusCode(409)
        .body("errors.find { it.contains('sites') }", containsString("failover.yml:1: sites:"));
    Files.copy(
        Path.of(System.getProperty("drover.root"), "swarm", "failover", "failover.yml"),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    with(OPERATOR)
        .post("/v1/failover/dns/check")
        .then()
        .statusCode(200)
        .body("ok", equalTo(false))
        .body("steps[0].what", equalTo("read the key"))
        .body("steps[0].message", containsString("KEY_FILE"));
  }
}
