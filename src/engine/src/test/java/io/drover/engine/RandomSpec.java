package io.drover.engine;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes a full service spec the way nobody would, but JSON allows: odd white space, escapes,
 * numbers in every form, fields of the future; and remembers where the replica count stands.
 */
final class RandomSpec {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1e3",
          "1E+3",
          "2.50",
          "-1.0e-7",
          "9007199254740993",
          "18446744073709551615",
          "123456789012345678901234567890",
          "0.1000000000000000055511151231257827");
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\\u00fc\\u2028",
          "\u00fc\u6f22\ud83d\udc0b",
          "\\ud83d\\udc0b",
          "a\\/b",
          "\\\"quoted\\\" \\\\",
          "<&>",
          "{\\\"Mode\\\":{\\\"Replicated\\\":{\\\"Replicas\\\":1}}}",
          "]},:\\t\\n\\b");

  private final RandomGenerator random;
  private final StringBuilder text = new StringBuilder();
  private int countStart;
  private int countEnd;

  private RandomSpec(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A spec.
   *
   * @param text the JSON
   * @param countStart index of the replica count's first character
   * @param countEnd index after its last one
   */
  record Written(String text, int countStart, int countEnd) {
    /** The text with another replica count, by nothing but cutting text. */
    String withReplicas(String count) {
      return text.substring(0, countStart) + count + text.substring(countEnd);
    }
  }

  /** A spec of a replicated service of this name. */
  static Written of(String name, RandomGenerator random) {
    RandomSpec spec = new RandomSpec(random);
    spec.space();
    spec.object(
        spec.member("Name", () -> spec.text.append('"').append(name).append('"')),
        spec.member("Labels", spec::texts),
        spec.member("TaskTemplate", spec::task),
        spec.member("Mode", spec::mode),
        spec.member("UpdateConfig", spec::rollout),
        spec.member("RollbackConfig", spec::rollout),
        spec.member("Networks", () -> spec.array(spec::any)),
        spec.member("EndpointSpec", spec::any),
        spec.member("FieldOfTheFuture", spec::any));
    spec.space();
    return new Written(spec.text.toString(), spec.countStart, spec.countEnd);
  }

  private void task() {
    object(
        member(
            "ContainerSpec",
            () ->
                object(
                    member("Image", this::string),
                    member("Env", () -> array(this::string)),
                    member("Labels", this::texts),
                    member("Ulimits", () -> array(this::ulimit)),
                    member("CapabilityAdd", () -> array(this::string)),
                    member("CapabilityDrop", () -> array(this::string)),
                    member("Sysctls", this::texts),
                    member("Secrets", () -> array(this::file)),
                    member("Configs", () -> array(this::file)),
                    member("Healthcheck", this::check),
                    member("StopGracePeriod", this::number),
                    member("Init", this::word),
                    member("Mode", this::decoy))),
        member(
            "Resources",
            () ->
                object(
                    member(
                        "Limits",
                        () ->
                            object(
                                member("NanoCPUs", this::number),
                                member("MemoryBytes", this::number),
                                member("Pids", this::number),
                                member("Swap", this::any))),
                    member(
                        "Reservations",
                        () ->
                            object(
                                member("NanoCPUs", this::number),
                                member("GenericResources", () -> array(this::generic)))))),
        member("Placement", this::any),
        member("Replicas", this::number),
        member("ForceUpdate", this::number));
  }

  private void mode() {
    object(
        member("ReplicatedOld", this::decoy),
        member(
            "Replicated",
            () ->
                object(
                    member("MaxPerNode", this::any),
                    member("Replicas", this::count),
                    member("replicas", this::number))));
  }

  private void count() {
    countStart = text.length();
    text.append(random.nextInt(40));
    countEnd = text.length();
  }

  private void decoy() {
    object(member("Replicated", () -> object(member("Replicas", this::number))));
  }

  private void ulimit() {
    object(member("Name", this::string), member("Soft", this::number), member("Hard", this::any));
  }

  private void file() {
    object(
        member("SecretID", this::string),
        member("File", () -> object(member("Name", this::string), member("Mode", this::number))));
  }

  private void check() {
    object(
        member("Test", () -> array(this::string)),
        member("Interval", this::number),
        member("Retries", this::number),
        member("StartInterval", this::number));
  }

  private void generic() {
    object(
        member(
            "NamedResourceSpec",
            () -> object(member("Kind", this::string), member("Value", this::string))));
  }

  private void rollout() {
    object(
        member("Parallelism", this::number),
        member("Delay", this::number),
        member("FailureAction", this::string),
        member("MaxFailureRatio", this::number),
        member("Order", this::string));
  }

  private void any() {
    switch (random.nextInt(6)) {
      case 0 -> number();
      case 1 -> word();
      case 2 -> array(this::any);
      case 3 -> texts();
      case 4 -> object();
      default -> string();
    }
  }

  private void texts() {
    object(member("a.b/c~d", this::string), member("\u00fc", this::string));
  }

  private void number() {
    text.append(NUMBERS.get(random.nextInt(NUMBERS.size())));
  }

  private void word() {
    text.append(List.of("true", "false", "null").get(random.nextInt(3)));
  }

  private void string() {
    text.append('"').append(TEXTS.get(random.nextInt(TEXTS.size()))).append('"');
  }

  private void array(Runnable element) {
    text.append('[');
    int size = random.nextInt(3);
    for (int i = 0; i < size; i++) {
      text.append(i > 0 ? "," : "");
      space();
      element.run();
      space();
    }
    text.append(']');
  }

  private void object(Runnable... members) {
    text.append('{');
    for (int i = 0; i < members.length; i++) {
      text.append(i > 0 ? "," : "");
      space();
      members[i].run();
      space();
    }
    text.append('}');
  }

  private Runnable member(String name, Runnable value) {
    return () -> {
      text.append('"').append(escaped(name)).append('"');
      space();
      text.append(':');
      space();
      value.run();
    };
  }

  /** Now and then one letter as an escape, which names the same member. */
  private String escaped(String name) {
    if (random.nextInt(8) > 0) {
      return name;
    }
    int at = random.nextInt(name.length());
    return name.substring(0, at)
        + String.format("\\u%04x", (int) name.charAt(at))
        + name.substring(at + 1);
  }

  private void space() {
    while (random.nextInt(4) == 0) {
      text.append(" \t\r\n".charAt(random.nextInt(4)));
    }
  }
}
