package io.drover.manifests;

import static io.drover.core.model.MalformedValueException.quote;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.ComposeQuantities;
import io.drover.core.model.Cpu;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads {@code deploy.resources} of the services in stack files, in the grammar of Compose; all
 * else is passed over. A value with a variable in it is told, not guessed: it was filled in by the
 * shell that deployed.
 */
final class StackFileReader {
  private static final Pattern ENDING = Pattern.compile("\\.(?:ya?ml|json)$");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,10}");

  private final Map<String, StackFiles.Declared> services = new HashMap<>();
  private final List<ManifestProblem> problems = new ArrayList<>();

  private StackFileReader() {}

  /** Reads files, by their names; a file's name without its ending is its stack's. */
  static StackFiles read(Map<String, String> files) {
    StackFileReader reader = new StackFileReader();
    files.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(file -> reader.file(file.getKey(), file.getValue()));
    return new StackFiles(reader.services, reader.problems);
  }

  private void file(String file, String text) {
    String stack = ENDING.matcher(file).replaceFirst("");
    List<ManifestProblem> found = new ArrayList<>();
    switch (StackTree.parse(text)) {
      case StackTree.Broken(int line, String message) ->
          found.add(new ManifestProblem(file, line, message));
      case StackTree.Root(MappingNode root) -> {
        Optional<MappingNode> all = StackTree.mapping(root, "services");
        if (all.isEmpty()) {
          found.add(new ManifestProblem(file, 1, "services: expected the services of a stack"));
        }
        all.ifPresent(
            mapping ->
                StackTree.entries(mapping)
                    .forEach(
                        (name, service) -> {
                          StackFiles.Declared declared = new Service(file, name).read(service);
                          found.addAll(declared.problems());
                          found.addAll(declared.unread());
                          if (services.putIfAbsent(stack + "_" + name, declared) != null) {
                            found.add(
                                new ManifestProblem(
                                    file, 1, "another file describes the stack " + stack));
                          }
                        }));
      }
    }
    found.sort(Comparator.comparingInt(ManifestProblem::line));
    problems.addAll(found);
  }

  /** One service while it is read. */
  private static final class Service {
    private final String file;
    private final String name;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<ManifestProblem> unread = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();

    Service(String file, String name) {
      this.file = file;
      this.name = name;
    }

    StackFiles.Declared read(Node service) {
      Optional<MappingNode> resources =
          StackTree.mapping(service, "deploy")
              .flatMap(deploy -> StackTree.mapping(deploy, "resources"));
      return new StackFiles.Declared(
          new Allotment(amounts(resources, "reservations"), amounts(resources, "limits")),
          file,
          lines,
          unread,
          problems);
    }

    /** What is 0 is as good as not there: no limit, nothing reserved. */
    private Resources amounts(Optional<MappingNode> resources, String which) {
      Optional<MappingNode> part = resources.flatMap(all -> StackTree.mapping(all, which));
      Resources amounts = Resources.NONE;
      Optional<Cpu> cpu = value(part, which, "cpus", ComposeQuantities::cpus);
      if (cpu.isPresent() && cpu.get().nanos() > 0) {
        amounts = amounts.withCpu(cpu.get());
      }
      Optional<Bytes> memory = value(part, which, "memory", ComposeQuantities::memory);
      if (memory.isPresent() && memory.get().value() > 0) {
        amounts = amounts.withMemory(memory.get());
      }
      if (which.equals("limits")) {
        Optional<Long> pids = value(part, which, "pids", Service::count);
        if (pids.isPresent() && pids.get() > 0) {
          amounts = amounts.withPids(pids.get());
        }
      }
      return amounts;
    }

    private <T> Optional<T> value(
        Optional<MappingNode> part, String which, String key, Function<String, T> syntax) {
      Optional<Node> node = part.flatMap(mapping -> StackTree.get(mapping, key));
      if (node.isEmpty()) {
        return Optional.empty();
      }
      String place = which + "." + key;
      int line = node.get().getStartMark().getLine() + 1;
      String text = node.get() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (text.contains("$")) {
        unread.add(
            problem(
                line,
                place,
                "%s is known to the shell that deploys only: write the value, or the label for it"
                    .formatted(quote(text))));
        return Optional.empty();
      }
      try {
        Optional<T> read = Optional.of(syntax.apply(text));
        lines.put(place, line);
        return read;
      } catch (MalformedValueException malformed) {
        problems.add(
            problem(
                line,
                place,
                "expected %s in place of %s".formatted(malformed.expected(), quote(text))));
        return Optional.empty();
      }
    }

    private ManifestProblem problem(int line, String place, String message) {
      return new ManifestProblem(
          file, line, "services.%s.deploy.resources.%s: %s".formatted(name, place, message));
    }

    private static Long count(String text) {
      if (!COUNT.matcher(text).matches()) {
        throw new MalformedValueException(text, "a whole number");
      }
      return Long.valueOf(text);
    }
  }
}
