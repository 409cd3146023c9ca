package io.drover.runtime.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * An error answer as RFC 9457 describes it. No resource's signature names it, so that a native
 * image must be told of it.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status HTTP status
 * @param detail what went wrong here
 * @param errors every single mistake, each with its place; may be empty
 */
@RegisterForReflection
public record Problem(String type, String title, int status, String detail, List<String> errors) {
  /** The media type of problem details. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem with this status. */
  public static Problem of(int status, String detail, List<String> errors) {
    return new Problem("about:blank", title(status), status, detail, errors);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Client Error" : "Internal Server Error";
    };
  }
}
