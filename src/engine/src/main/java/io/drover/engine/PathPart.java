package io.drover.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Encodes what goes into a URL. */
final class PathPart {
  private PathPart() {}

  /** One part of a path, or one value of a query. */
  static String of(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
