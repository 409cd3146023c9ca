package io.drover.testkit.nativeimage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls that mean something else in a native image, or nothing. */
final class SurprisingCalls {
  /** Whatever finds a class, a member, an implementation or a bundle by its name. */
  private static final Map<String, Set<String>> BY_NAME =
      Map.of(
          "java.lang.Class",
          Set.of(
              "forName",
              "getField",
              "getFields",
              "getMethod",
              "getMethods",
              "getConstructor",
              "getConstructors",
              "getDeclaredField",
              "getDeclaredFields",
              "getDeclaredMethod",
              "getDeclaredMethods",
              "getDeclaredConstructor",
              "getDeclaredConstructors",
              "getRecordComponents",
              "getPermittedSubclasses"),
          "java.lang.ClassLoader",
          Set.of("loadClass"),
          "java.util.ServiceLoader",
          Set.of("load", "loadInstalled"),
          "java.util.ResourceBundle",
          Set.of("getBundle"),
          "java.lang.reflect.Proxy",
          Set.of("newProxyInstance"),
          "java.io.ObjectInputStream",
          Set.of("readObject"),
          "java.lang.foreign.Linker",
          Set.of("nativeLinker"));

  /** Whatever belongs to the machine that it is called on, or can't be kept in an image. */
  private static final Map<String, Set<String>> OF_THE_MACHINE =
      Map.ofEntries(
          Map.entry(
              "java.lang.System", Set.of("getenv", "getProperty", "currentTimeMillis", "nanoTime")),
          Map.entry("java.lang.Runtime", Set.of("availableProcessors", "maxMemory")),
          Map.entry("java.lang.ProcessHandle", Set.of("current")),
          Map.entry(
              "java.lang.Thread", Set.of("<init>", "start", "startVirtualThread", "ofVirtual")),
          Map.entry("java.net.InetAddress", Set.of("getLocalHost", "getByName", "getAllByName")),
          Map.entry("java.net.http.HttpClient", Set.of("newHttpClient", "newBuilder")),
          Map.entry("java.nio.ByteBuffer", Set.of("allocateDirect")),
          Map.entry(
              "java.nio.file.Files",
              Set.of("readString", "readAllBytes", "newInputStream", "lines", "exists")),
          Map.entry("java.security.SecureRandom", Set.of("<init>", "getInstanceStrong")),
          Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.ZoneId", Set.of("systemDefault")),
          Map.entry("java.util.Random", Set.of("<init>")),
          Map.entry("java.util.Locale", Set.of("getDefault")),
          Map.entry("java.util.TimeZone", Set.of("getDefault")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry(
              "java.util.concurrent.Executors",
              Set.of(
                  "newVirtualThreadPerTaskExecutor",
                  "newSingleThreadExecutor",
                  "newFixedThreadPool",
                  "newCachedThreadPool",
                  "newScheduledThreadPool",
                  "newSingleThreadScheduledExecutor")));

  private SurprisingCalls() {}

  static List<ArchRule> rules() {
    return List.of(noReflection(), nothingOfTheMachineInConstants());
  }

  private static ArchRule noReflection() {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "finds something by its name", (JavaAccess<?> access) -> isOf(BY_NAME, access)))
        .because("a native image has only what it was told of");
  }

  private static ArchRule nothingOfTheMachineInConstants() {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "asks the machine for a constant",
                (JavaAccess<?> access) ->
                    access.getOrigin() instanceof JavaStaticInitializer
                        && isOf(OF_THE_MACHINE, access)))
        .because("a native image has its constants from the machine that built it");
  }

  private static boolean isOf(Map<String, Set<String>> calls, JavaAccess<?> access) {
    return calls
        .getOrDefault(access.getTargetOwner().getName(), Set.of())
        .contains(access.getName());
  }
}
