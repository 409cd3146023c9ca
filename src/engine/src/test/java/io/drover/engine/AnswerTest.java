package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What engines of all ages answer, and what it means. */
class AnswerTest {

  private static Answer answer(int status, String body) {
    return new Answer(status, body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 |                                                                          | applied
          201 | {"ID":"x"}                                                               | applied
          204 |                                                                          | applied
          500 | {"message":"rpc error: code = Unknown desc = update out of sequence"}    | conflict
          400 | {"message":"rpc error: code = Unknown desc = Update Out Of Sequence"}    | conflict
          409 | {"message":"name conflicts with an existing object"}                     | conflict
          404 | {"message":"service x not found"}                                        | not_found
          400 | {"message":"invalid service version"}                                    | rejected
          403 | <html>a proxy that forbids</html>                                        | rejected
          500 | {"message":"rpc error: code = InvalidArgument desc = bad"}               | rejected
          500 | {"message":"rpc error: code = FailedPrecondition desc = no"}             | rejected
          500 | {"message":"rpc error: code = Unimplemented desc = rename"}              | rejected
          500 | {"message":"rpc error: code = PermissionDenied desc = no"}               | rejected
          500 | {"message":"rpc error: code = DeadlineExceeded desc = context"}          | unavailable
          503 | {"message":"This node is not a swarm manager."}                          | unavailable
          500 |                                                                          | unavailable
          502 | bad gateway                                                              | unavailable
          301 |                                                                          | unavailable
          """)
  void meansOneThing(int status, String body, String code) {
    assertThat(answer(status, body == null ? "" : body).outcome().code()).isEqualTo(code);
  }

  @Test
  void theEnginesWordsAreKept() {
    assertThat(answer(200, "{\"Warnings\":[\"a\",\"b\"]}").outcome())
        .isEqualTo(new Outcome.Applied("a; b"));
    assertThat(answer(200, "{\"Warnings\":null}").outcome()).isEqualTo(new Outcome.Applied(""));
    assertThat(answer(400, "{\"message\":\"no such thing\"}").message()).isEqualTo("no such thing");
    assertThat(answer(502, " bad gateway\n").message()).isEqualTo("bad gateway");
    assertThat(answer(500, "").message()).isEqualTo("the engine answered 500");
    assertThat(answer(500, "x".repeat(2_000)).message()).hasSize(501).endsWith("…");
  }

  @Test
  void whatIsNoJsonIsNoEnginesAnswer() {
    assertThatThrownBy(() -> answer(200, "<html>").json())
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.UNAVAILABLE));
    assertThatThrownBy(() -> answer(200, "[{\"ID\":").json()).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> answer(404, "{}").json())
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.NOT_FOUND));
  }
}
