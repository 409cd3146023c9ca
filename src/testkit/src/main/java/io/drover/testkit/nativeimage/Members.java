package io.drover.testkit.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks up what one object of reflect-config.json or jni-config.json names. */
final class Members {
  private Members() {}

  /** The names in it that stand for nothing. */
  static List<String> missing(JsonNode of) {
    String name = of.path("name").asText();
    Optional<Class<?>> found = load(name);
    if (found.isEmpty()) {
      return List.of(name);
    }
    Class<?> type = found.get();
    List<String> missing = new ArrayList<>();
    for (JsonNode field : of.path("fields")) {
      String wanted = field.path("name").asText();
      if (Arrays.stream(type.getDeclaredFields()).noneMatch(one -> one.getName().equals(wanted))) {
        missing.add(name + "." + wanted);
      }
    }
    for (JsonNode method : of.path("methods")) {
      if (executables(type).noneMatch(one -> is(one, type, method))) {
        missing.add("%s.%s%s".formatted(name, method.path("name").asText(), parameters(method)));
      }
    }
    return missing;
  }

  private static Stream<Executable> executables(Class<?> type) {
    return Stream.concat(
        Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()));
  }

  private static boolean is(Executable one, Class<?> type, JsonNode method) {
    String name = method.path("name").asText();
    boolean named =
        name.equals("<init>") ? one.getName().equals(type.getName()) : one.getName().equals(name);
    return named
        && Arrays.stream(one.getParameterTypes())
            .map(Class::getTypeName)
            .toList()
            .equals(parameters(method));
  }

  private static List<String> parameters(JsonNode method) {
    List<String> types = new ArrayList<>();
    // Of nested classes the files have the binary name, of arrays the one of the language.
    method.path("parameterTypes").forEach(type -> types.add(type.asText()));
    return types;
  }

  private static Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name, false, Members.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError missing) {
      return Optional.empty();
    }
  }
}
