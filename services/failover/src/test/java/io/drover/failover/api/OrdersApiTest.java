package io.drover.failover.api;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may give orders, and what they are answered while there is nothing to move. */
@QuarkusTest
@TestProfile(DnsCheckApiTest.Described.class)
class OrdersApiTest {

  private static RequestSpecification with(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "back", "test"})
  void onlyAnOperatorMovesSites(String verb) {
    given().post("/v1/failover/" + verb).then().statusCode(401);
    with(DnsCheckApiTest.VIEWER).post("/v1/failover/" + verb).then().statusCode(403);
    with(DnsCheckApiTest.OPERATOR).post("/v1/failover/" + verb).then().statusCode(503);
  }
}
