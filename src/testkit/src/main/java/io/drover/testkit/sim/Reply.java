package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What a manager answers.
 *
 * @param status HTTP status
 * @param body JSON or plain text; may be empty
 */
record Reply(int status, String body) {

  static Reply ok(String body) {
    return new Reply(200, body);
  }

  /** An error in the engine's form. */
  static Reply error(int status, String message) {
    return new Reply(
        status, JsonNodeFactory.instance.objectNode().put("message", message).toString());
  }

  static Reply notFound(String what, String id) {
    return error(404, what + " " + id + " not found");
  }

  /** What Docker 20.10 answers to a stale version, of whatever object. */
  static Reply outOfSequence() {
    return error(500, "rpc error: code = Unknown desc = update out of sequence");
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }
}
