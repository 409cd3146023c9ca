package io.drover.agent.model.metrics;

import io.drover.agent.model.metrics.Series.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the series of some names from a page in Prometheus' text format 0.0.4, or in OpenMetrics as
 * far as it says the same:
 *
 * <pre>
 * page   = { line "\n" }
 * line   = "" | "#" anything | "# TYPE" name type | series
 * series = name [ "{" label { "," label } [ "," ] "}" ] value [ timestamp ] [ "#" exemplar ]
 * label  = name "=" '"' text '"'                in the text: \\ \" \n
 * value  = a number as Go writes it | NaN | +Inf | -Inf
 * </pre>
 *
 * <p>Lines of other names are not read beyond their name, so that a large page costs little. Time
 * stamps are left aside: what is on the page is taken for true at the time of asking.
 */
public final class PageReader {
  /** More series than this in one task are a mistaken choice of metric. */
  static final int MOST_SERIES = 10_000;

  private final Set<String> wanted;
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, Map<String, Double>> values = new HashMap<>();
  private int line;
  private int series;

  /** A reader of a page. */
  public PageReader(Set<String> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * Takes the next line, without its end.
   *
   * @throws MalformedPageException when it is no such line
   */
  public void line(String text) {
    line++;
    String content = text.strip();
    if (content.startsWith("#")) {
      comment(content);
    } else if (!content.isEmpty()) {
      series(content);
    }
  }

  /** What was found; names that were not on the page are absent. */
  public Map<String, Series> found() {
    Map<String, Series> found = new HashMap<>();
    values.forEach((name, own) -> found.put(name, new Series(kind(name, own), own)));
    return found;
  }

  private void comment(String content) {
    String[] words = content.split("[ \t]+", 5);
    if (words.length == 4 && words[0].equals("#") && words[1].equals("TYPE")) {
      types.put(words[2], words[3].strip());
    }
  }

  private void series(String content) {
    LineCursor at = new LineCursor(content, line);
    String name = at.name();
    if (!wanted.contains(name)) {
      at.expectEndOfName();
      return;
    }
    String labels = at.labels();
    double value = at.value();
    if (++series > MOST_SERIES) {
      throw new MalformedPageException(line, "more than " + MOST_SERIES + " series are asked for");
    }
    if (values.computeIfAbsent(name, key -> new HashMap<>()).put(labels, value) != null) {
      throw new MalformedPageException(line, name + labels + " is there twice");
    }
  }

  /** By the type that is said, and without one by the name. */
  private Kind kind(String name, Map<String, Double> own) {
    String type = types.getOrDefault(name, "");
    return switch (type) {
      case "counter" -> Kind.COUNTER;
      case "gauge", "info", "stateset" -> Kind.GAUGE;
      case "summary", "histogram", "gaugehistogram" -> Kind.PART;
      default -> kindByFamily(name, own);
    };
  }

  private Kind kindByFamily(String name, Map<String, Double> own) {
    int end = name.lastIndexOf('_');
    String family = end < 0 ? "" : types.getOrDefault(name.substring(0, end), "");
    boolean distribution = family.equals("histogram") || family.equals("summary");
    return switch (end < 0 ? "" : name.substring(end)) {
      case "_total" -> Kind.COUNTER;
      case "_count", "_sum" -> distribution ? Kind.COUNTER : Kind.GAUGE;
      case "_bucket" ->
          own.keySet().stream().anyMatch(labels -> labels.contains("le=\""))
              ? Kind.PART
              : Kind.GAUGE;
      default -> Kind.GAUGE;
    };
  }
}
