package io.drover.agent.observe;

import io.drover.agent.model.profile.Knob;
import io.drover.agent.model.profile.Profile;
import io.drover.agent.model.profile.ProfileItem;
import io.drover.agent.model.profile.ProfileItem.Standing;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a node with the profile. Reads only. */
public final class ProfileFiles {
  /** What is to be done where a place can't be written. */
  public static final String READ_ONLY =
      "the agent may only read it: deploy the suite with -c swarm/drover-profile.yml too";

  private static final String CPUS = "sys/devices/system/cpu";
  private static final int NICE_FIELD = 16;

  private final HostRoot root;

  /** A node with this root. */
  public ProfileFiles(HostRoot root) {
    this.root = root;
  }

  /** Everything, in the profile's order. */
  public List<ProfileItem> check() {
    List<ProfileItem> items = new ArrayList<>();
    Profile.SYSCTLS.forEach(knob -> items.add(check(knob)));
    items.add(governor());
    items.add(dropIn());
    return items;
  }

  /** Where a kernel setting is on this node; absent where it has none. */
  public Optional<String> place(Knob knob) {
    return knob.places().stream().filter(root::has).findFirst();
  }

  /** A number that overrules a setting; absent where none does. */
  public Optional<String> overruled(Knob knob) {
    return knob.ruledBy().isEmpty()
        ? Optional.empty()
        : root.read(knob.ruledBy()).map(String::strip).filter(value -> !value.equals("0"));
  }

  private ProfileItem check(Knob knob) {
    Optional<String> place = place(knob);
    if (place.isEmpty()) {
      return new ProfileItem(
          knob.name(), knob.wanted(), "", Standing.NOT_THERE, "this kernel does not have it");
    }
    Optional<String> actual = root.read(place.orElseThrow()).map(String::strip);
    if (actual.isEmpty()) {
      return new ProfileItem(
          knob.name(), knob.wanted(), "", Standing.UNKNOWN, place.orElseThrow() + " can't be read");
    }
    String value = actual.orElseThrow();
    boolean holds = value.equals(knob.wanted());
    Optional<String> ruler = overruled(knob);
    String why =
        ruler
            .map(bytes -> "%s is %s, and rules in its place".formatted(sysctl(knob), bytes))
            .orElse(holds || root.isWritable(place.orElseThrow()) ? "" : READ_ONLY);
    return new ProfileItem(
        knob.name(), knob.wanted(), value, holds ? Standing.AS_WANTED : Standing.DIFFERS, why);
  }

  private static String sysctl(Knob knob) {
    return knob.ruledBy().substring("proc/sys/".length()).replace('/', '.');
  }

  /** The file of each processor's governor, with what it holds. */
  public SortedMap<String, String> governors() {
    SortedMap<String, String> governors = new TreeMap<>();
    Path folder = root.path(CPUS);
    try (DirectoryStream<Path> cpus = Files.newDirectoryStream(folder, "cpu[0-9]*")) {
      for (Path cpu : cpus) {
        String name = CPUS + "/" + cpu.getFileName() + "/cpufreq/scaling_governor";
        root.read(name).ifPresent(value -> governors.put(name, value.strip()));
      }
    } catch (IOException notThere) {
      return governors;
    }
    return governors;
  }

  private ProfileItem governor() {
    SortedMap<String, String> governors = governors();
    if (governors.isEmpty()) {
      return new ProfileItem(
          "cpu governor",
          Profile.GOVERNOR,
          "",
          Standing.NOT_THERE,
          "this machine lets no system set its frequency, as most virtual machines");
    }
    String actual = String.join(",", new TreeSet<>(governors.values()));
    if (actual.equals(Profile.GOVERNOR)) {
      return new ProfileItem("cpu governor", Profile.GOVERNOR, actual, Standing.AS_WANTED, "");
    }
    String first = governors.firstKey();
    String offered =
        root.read(first.replace("scaling_governor", "scaling_available_governors"))
            .map(String::strip)
            .orElse("");
    boolean unknownHere =
        !offered.isEmpty() && !List.of(offered.split(" +")).contains(Profile.GOVERNOR);
    String why = unknownHere ? "this machine offers " + offered : "";
    return new ProfileItem(
        "cpu governor",
        Profile.GOVERNOR,
        actual,
        unknownHere ? Standing.NOT_THERE : Standing.DIFFERS,
        why.isEmpty() && !root.isWritable(first) ? READ_ONLY : why);
  }

  private ProfileItem dropIn() {
    String wanted = "Nice=-5, IOSchedulingClass=best-effort, IOSchedulingPriority=4";
    String name = "docker.service drop-in";
    String runs =
        nice()
            .map(nice -> "dockerd runs with nice " + nice)
            .orElse("no dockerd is seen to run here");
    if (!root.has("systemd/")) {
      return new ProfileItem(
          name,
          wanted,
          "",
          Standing.UNKNOWN,
          "the agent does not see systemd's folder; " + runs + "; " + READ_ONLY);
    }
    Optional<String> present = root.read(Profile.DROP_IN_FILE);
    if (present.filter(Profile.DROP_IN::equals).isEmpty()) {
      return new ProfileItem(
          name,
          wanted,
          present.isEmpty() ? "none" : "another text",
          Standing.DIFFERS,
          root.isWritable("systemd/") ? runs : runs + "; " + READ_ONLY);
    }
    boolean inEffect = nice().filter(nice -> nice == Profile.NICE).isPresent();
    return new ProfileItem(
        name,
        wanted,
        inEffect ? wanted : "written",
        Standing.AS_WANTED,
        inEffect
            ? ""
            : runs
                + ": it takes effect with systemctl daemon-reload and the next restart of docker");
  }

  /** The nice value of the node's engine. */
  private Optional<Integer> nice() {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.path("proc/"), "[0-9]*")) {
      for (Path process : processes) {
        String stat = NodeFiles.text(process.resolve("stat"));
        int end = stat.lastIndexOf(')');
        if (end > 0 && stat.substring(0, end).endsWith("(dockerd")) {
          // After the name: the state is field 0, the nice value field 16 (proc(5): 3 and 19).
          return Optional.of(Integer.parseInt(stat.substring(end + 2).split(" ")[NICE_FIELD]));
        }
      }
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
