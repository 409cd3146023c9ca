package io.drover.manifests;

import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.StackQuota;
import io.drover.core.policy.TaskBounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code drover policy check FILE...}: says what files of manifests ask for and what is wrong with
 * them, one line each, without any service. Ends with 1 when something is wrong or can't be read.
 */
public final class PolicyCheck {
  private PolicyCheck() {}

  /** The command. */
  public static void main(String[] files) {
    System.exit(check(List.of(files), System.out));
  }

  /** Checks the files; returns the exit status. */
  static int check(List<String> files, PrintStream out) {
    Map<String, String> texts = new LinkedHashMap<>();
    int unread = 0;
    for (String file : files) {
      // A pipe has no size: one reads as far as files may be long.
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        byte[] bytes = in.readNBytes(FolderFiles.LARGEST + 1);
        if (bytes.length > FolderFiles.LARGEST) {
          out.println(file + ": larger than 1Mi");
          unread++;
        } else {
          texts.put(file, new String(bytes, StandardCharsets.UTF_8));
        }
      } catch (IOException failed) {
        out.println(file + ": can't be read: " + failed.getClass().getSimpleName());
        unread++;
      }
    }
    Policies policies = PolicyReader.read(texts);
    policies.problems().forEach(out::println);
    policies.described().forEach(one -> describe(one, out));
    policies.limits().forEach(one -> out.println(limits(one)));
    policies.quotas().forEach(one -> out.println(quota(one)));
    policies.others().forEach(one -> out.println(other(one)));
    rivals(policies).forEach(out::println);
    return unread == 0 && policies.problems().isEmpty() ? 0 : 1;
  }

  private static void describe(Described one, PrintStream out) {
    switch (one) {
      case HorizontalManifest scaled ->
          out.println(
              "%s: service %s, %d to %d tasks by %s%s"
                  .formatted(
                      at(scaled.manifest()),
                      scaled.target(),
                      scaled.spec().min(),
                      scaled.spec().max(),
                      String.join(
                          ", ",
                          scaled.spec().metrics().stream()
                              .map(HorizontalSpec.Metric::name)
                              .toList()),
                      scaled.isScheduled() ? ", in its windows only" : ""));
      case VerticalManifest resized ->
          out.println(
              "%s: service %s, resizing %s"
                  .formatted(
                      at(resized.manifest()),
                      resized.target(),
                      resized.policy().mode().name().toLowerCase(Locale.ROOT)));
      case WrongManifest wrong -> {
        // Its problems were told.
      }
    }
  }

  private static String limits(LimitsManifest one) {
    StackLimits limits = one.limits();
    List<String> parts = new ArrayList<>();
    for (TaskBounds bounds : limits.tasks()) {
      part("defaults", new Allotment(bounds.requests(), bounds.limits()), parts);
      part("min", new Allotment(bounds.min(), Resources.NONE), parts);
      part("max", new Allotment(bounds.max(), Resources.NONE), parts);
      if (!bounds.ratios().isEmpty()) {
        parts.add("ratio of limit to reservation");
      }
    }
    limits.volumes().allowed().ifPresent(size -> parts.add("volumes up to " + size));
    return "%s: tasks of stack %s: %s%s"
        .formatted(
            at(one.manifest()),
            limits.stack(),
            parts.isEmpty() ? "nothing" : String.join("; ", parts),
            passedOver(limits.passedOver()));
  }

  private static void part(String name, Allotment amounts, List<String> parts) {
    if (!amounts.equals(new Allotment(Resources.NONE, Resources.NONE))) {
      parts.add(name + " " + amounts);
    }
  }

  private static String quota(QuotaManifest one) {
    StackQuota quota = one.quota();
    return "%s: stack %s together at most %s%s%s"
        .formatted(
            at(one.manifest()),
            quota.stack(),
            quota.hard().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(hard -> hard.getKey().key() + " " + hard.getValue())
                .collect(Collectors.joining(", ")),
            quota.strict() ? "; what breaks it is taken back" : "",
            passedOver(quota.passedOver()));
  }

  private static String passedOver(List<String> names) {
    return names.isEmpty()
        ? ""
        : "; passed over, for a Swarm has no such thing: " + String.join(", ", names);
  }

  private static String other(Manifest one) {
    return at(one) + ": not for Drover, which passes it over";
  }

  /** Two autoscalers without a schedule: neither would act. */
  private static List<String> rivals(Policies policies) {
    Map<String, List<HorizontalManifest>> byTarget = new TreeMap<>();
    for (Described one : policies.described()) {
      if (one instanceof HorizontalManifest scaled && !scaled.isScheduled()) {
        byTarget.computeIfAbsent(scaled.target().name(), name -> new ArrayList<>()).add(scaled);
      }
    }
    List<String> warnings = new ArrayList<>();
    byTarget.forEach(
        (name, scalers) -> {
          Set<String> namespaces =
              scalers.stream().map(s -> s.target().namespace()).collect(Collectors.toSet());
          boolean sameStack = namespaces.size() < scalers.size() || namespaces.contains("");
          if (scalers.size() > 1 && sameStack) {
            warnings.add(
                "warning: %s may be scaled by %s: where both are for one service neither acts, unless one has the annotation drover.io/schedule"
                    .formatted(
                        name,
                        String.join(
                            " and ", scalers.stream().map(s -> at(s.manifest())).toList())));
          }
        });
    return warnings;
  }

  private static String at(Manifest manifest) {
    return "%s:%d: %s %s"
        .formatted(
            manifest.source().file(), manifest.source().line(""), manifest.kind(), manifest.name());
  }
}
