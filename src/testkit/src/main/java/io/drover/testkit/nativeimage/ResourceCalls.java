package io.drover.testkit.nativeimage;

import io.drover.testkit.nativeimage.Bytecode.Call;
import io.drover.testkit.nativeimage.Bytecode.MethodName;
import io.drover.testkit.nativeimage.Origins.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which resources are read, by a literal name, and whether a native image has them. */
final class ResourceCalls {
  private static final Set<String> OWNERS =
      Set.of("java/lang/Class", "java/lang/ClassLoader", "java/lang/Module");
  private static final Set<String> READING =
      Set.of("getResource", "getResources", "getResourceAsStream", "resources");

  private ResourceCalls() {}

  static List<String> problems(Bytecode bytecode, NativeConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    new Arguments(bytecode, Set.of(String.class))
        .reaching(ResourceCalls::name)
        .forEach(
            (call, origins) ->
                origins.forEach(
                    origin -> {
                      if (origin instanceof Origin.Text(String name)) {
                        check(name, call, configuration, problems);
                      } else {
                        problems.add(
                            "%s reads a resource whose name is no literal".formatted(call.in()));
                      }
                    }));
    return problems;
  }

  private static Set<Integer> name(MethodName method) {
    return OWNERS.contains(method.owner()) && READING.contains(method.name())
        ? Set.of(0)
        : Set.of();
  }

  /** A name that starts with a slash is a path; another may be one, or stand beside the class. */
  private static void check(
      String name, Call call, NativeConfiguration configuration, List<String> problems) {
    String owner = call.in().owner();
    String beside = owner.substring(0, owner.lastIndexOf('/') + 1) + name;
    String path = name.startsWith("/") ? name.substring(1) : exists(beside) ? beside : name;
    if (!exists(path)) {
      problems.add("%s reads the resource %s, which doesn't exist".formatted(call.in(), path));
    } else if (!configuration.includes(path)) {
      problems.add(
          "%s reads the resource %s, which no native image has: name it in quarkus.native.resources.includes"
              .formatted(call.in(), path));
    }
  }

  private static boolean exists(String path) {
    return ResourceCalls.class.getClassLoader().getResource(path) != null;
  }
}
