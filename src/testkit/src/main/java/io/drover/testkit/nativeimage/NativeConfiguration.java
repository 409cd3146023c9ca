package io.drover.testkit.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the modules on the class path configure of native images: Quarkus' globs of resources, and
 * the files that each keeps below {@code META-INF/native-image/io.drover}. Members that these name
 * must exist: the compiler passes over what doesn't, and then lacks it when the image runs.
 */
final class NativeConfiguration {
  private static final String GLOBS = "quarkus.native.resources.includes";
  private static final Pattern GLOB_PARTS = Pattern.compile("\\*\\*?|[^*]+");
  private static final List<String> PROPERTIES =
      List.of("application.properties", "META-INF/microprofile-config.properties");
  private static final List<String> MODULES =
      List.of(
          "archive",
          "core",
          "manifests",
          "engine",
          "journal",
          "runtime",
          "agent",
          "backup",
          "failover",
          "health",
          "placement",
          "scaling");

  private final List<Pattern> resources = new ArrayList<>();
  private final List<JsonNode> members = new ArrayList<>();
  private final List<String> packages = new ArrayList<>();

  private NativeConfiguration() {}

  /** That of Drover's modules. */
  static NativeConfiguration ofDrover() {
    NativeConfiguration all = new NativeConfiguration();
    for (String file : PROPERTIES) {
      each(file, in -> all.globs(properties(in).getProperty(GLOBS, "")));
    }
    for (String module : MODULES) {
      String folder = "META-INF/native-image/io.drover/drover-%s/".formatted(module);
      each(folder + "reflect-config.json", in -> json(in).forEach(all.members::add));
      each(folder + "jni-config.json", in -> json(in).forEach(all.members::add));
      each(folder + "resource-config.json", in -> all.patterns(json(in)));
      each(
          folder + "native-image.properties",
          in -> all.arguments(properties(in).getProperty("Args", "")));
    }
    return all;
  }

  /**
   * One that is made up.
   *
   * @param globs of resources
   * @param members as reflect-config.json has them
   * @param arguments of the compiler
   */
  static NativeConfiguration of(String globs, JsonNode members, String arguments) {
    NativeConfiguration one = new NativeConfiguration();
    one.globs(globs);
    members.forEach(one.members::add);
    one.arguments(arguments);
    return one;
  }

  @FunctionalInterface
  private interface Reading {
    void of(InputStream in) throws IOException;
  }

  private static void each(String file, Reading reading) {
    ClassLoader loader = NativeConfiguration.class.getClassLoader();
    try {
      for (URL url : Collections.list(loader.getResources(file))) {
        try (InputStream in = url.openStream()) {
          reading.of(in);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private static Properties properties(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    return properties;
  }

  private static JsonNode json(InputStream in) throws IOException {
    return new ObjectMapper().readTree(in);
  }

  private void globs(String list) {
    Stream.of(list.split(","))
        .map(String::strip)
        .filter(glob -> !glob.isEmpty())
        .map(NativeConfiguration::pattern)
        .forEach(resources::add);
  }

  /** As Quarkus reads globs, as far as ours go: two stars stand for slashes too, one doesn't. */
  private static Pattern pattern(String glob) {
    StringBuilder pattern = new StringBuilder();
    Matcher parts = GLOB_PARTS.matcher(glob);
    while (parts.find()) {
      pattern.append(
          switch (parts.group()) {
            case "**" -> ".*";
            case "*" -> "[^/]*";
            case String text -> Pattern.quote(text);
          });
    }
    return Pattern.compile(pattern.toString());
  }

  private void patterns(JsonNode json) {
    json.path("resources")
        .path("includes")
        .forEach(one -> resources.add(Pattern.compile(one.path("pattern").asText())));
  }

  private void arguments(String arguments) {
    Stream.of(arguments.split("\\s+"))
        .filter(argument -> argument.startsWith("--initialize-at-run-time="))
        .flatMap(argument -> Stream.of(argument.split("=", 2)[1].split(",")))
        .forEach(packages::add);
  }

  /** Whether an image has this resource. */
  boolean includes(String path) {
    return resources.stream().anyMatch(pattern -> pattern.matcher(path).matches());
  }

  /** Whether a class is initialized when the image runs, itself or with its package. */
  boolean isForRunTime(String className) {
    return packages.stream()
        .anyMatch(name -> className.equals(name) || className.startsWith(name + "."));
  }

  /** What it names that doesn't exist. */
  List<String> problems() {
    Collection<String> missing = new ArrayList<>();
    for (JsonNode member : members) {
      Members.missing(member).forEach(missing::add);
    }
    List<String> problems = new ArrayList<>();
    missing.forEach(
        name -> problems.add("a native image is told of %s, which doesn't exist".formatted(name)));
    for (String name : packages) {
      if (!exists(name)) {
        problems.add("nothing is named %s that could be initialized at run time".formatted(name));
      }
    }
    return problems;
  }

  /** A package has a folder; a class has a file. */
  private static boolean exists(String name) {
    ClassLoader loader = NativeConfiguration.class.getClassLoader();
    String path = name.replace('.', '/');
    return loader.getResource(path + ".class") != null || loader.getResource(path) != null;
  }
}
