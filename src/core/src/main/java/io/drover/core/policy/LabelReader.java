package io.drover.core.policy;

import static io.drover.core.model.MalformedValueException.quote;

import io.drover.core.model.MalformedValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of one service while they are read; collects what is wrong with them. */
final class LabelReader {
  private final String service;
  private final SortedMap<String, String> labels;
  private final List<PolicyProblem> problems = new ArrayList<>();

  LabelReader(String service, Map<String, String> labels) {
    this.service = service;
    this.labels = new TreeMap<>(labels);
  }

  /** The value of a label without a chosen name; empty when it is absent, or wrong (then noted). */
  <T> Optional<T> value(Label<T> label) {
    return Optional.ofNullable(labels.get(label.key()))
        .flatMap(text -> read(label, label.key(), text));
  }

  /** The right values of a label with a chosen name, by that name; wrong ones are noted. */
  <T> SortedMap<String, T> named(Label<T> label) {
    SortedMap<String, T> values = new TreeMap<>();
    labels.forEach(
        (key, text) ->
            label
                .match(key)
                .ifPresent(
                    name -> read(label, key, text).ifPresent(value -> values.put(name, value))));
    return values;
  }

  /** Whether there is such a label, right or wrong. */
  boolean has(String key) {
    return labels.containsKey(key);
  }

  /** The first label whose key starts so, right or wrong; only known keys count. */
  Optional<String> firstUnder(String prefix) {
    return labels.keySet().stream()
        .filter(key -> key.startsWith(prefix) && Vocabulary.knows(key))
        .findFirst();
  }

  /** Notes that a label's value is wrong, or, when there is no such label, that it should be. */
  void problem(String key, String expected) {
    problems.add(new PolicyProblem(service, key, labels.getOrDefault(key, ""), expected));
  }

  /** Notes every key that is not in the vocabulary. */
  void noteUnknownKeys() {
    labels.keySet().stream()
        .filter(key -> !Vocabulary.knows(key))
        .forEach(key -> problem(key, NearestKey.hint(key)));
  }

  /** What was noted, in the order of the keys. */
  List<PolicyProblem> problems() {
    return problems.stream().sorted(Comparator.comparing(PolicyProblem::key)).toList();
  }

  private <T> Optional<T> read(Label<T> label, String key, String text) {
    try {
      return Optional.of(label.syntax().read(text));
    } catch (MalformedValueException malformed) {
      String part = malformed.text().equals(text) ? "" : " in place of " + quote(malformed.text());
      problem(key, malformed.expected() + part + "; for example " + label.example());
      return Optional.empty();
    }
  }
}
