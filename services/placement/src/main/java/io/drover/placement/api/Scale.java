package io.drover.placement.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other counts of tasks, as they stand in an address: {@code web=8}. */
final class Scale {
  private static final Pattern SYNTAX = Pattern.compile("(.+)=([0-9]{1,6})");

  private Scale() {}

  /** Reads them; what is wrong goes into {@code problems}. */
  static Map<String, Integer> read(List<String> texts, List<String> problems) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      Matcher parts = SYNTAX.matcher(text);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > PlanRequest.MOST_TASKS) {
        problems.add(
            "scale: expected a service and a count from 0 to %d such as \"web=8\", not \"%s\""
                .formatted(PlanRequest.MOST_TASKS, text));
      } else if (counts.putIfAbsent(parts.group(1), Integer.parseInt(parts.group(2))) != null) {
        problems.add("scale: expected one count for \"%s\", not several".formatted(parts.group(1)));
      }
    }
    return counts;
  }
}
