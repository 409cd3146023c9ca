package io.drover.agent.act;

import io.drover.agent.model.profile.Knob;
import io.drover.agent.model.profile.Profile;
import io.drover.agent.model.profile.ProfileItem;
import io.drover.agent.model.profile.ProfileItem.Standing;
import io.drover.agent.observe.HostRoot;
import io.drover.agent.observe.ProfileFiles;
import io.drover.agent.record.ProfileMemory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Applies the node profile, and takes it back. One at a time. */
public final class ProfileActuator {
  private static final Logger LOG = Logger.getLogger(ProfileActuator.class);
  private static final String BOOT_ID = "proc/sys/kernel/random/boot_id";

  private final HostRoot root;
  private final ProfileFiles files;
  private final ProfileMemory memory;

  /** Acts on this root, and remembers there. */
  public ProfileActuator(HostRoot root, ProfileMemory memory) {
    this.root = root;
    this.files = new ProfileFiles(root);
    this.memory = memory;
  }

  /** How the node stands. */
  public List<ProfileItem> check() {
    return files.check();
  }

  /** Whether there is something to take back. */
  public boolean isApplied() {
    return !memory.before().isEmpty();
  }

  /** Sets what differs; each item says how it stands then, and why it is not as wanted. */
  public synchronized List<ProfileItem> apply() {
    Map<String, String> refused = new HashMap<>();
    for (Knob knob : Profile.SYSCTLS) {
      Optional<String> place = files.place(knob);
      if (place.isPresent() && files.overruled(knob).isEmpty()) {
        note(refused, knob.name(), set(place.orElseThrow(), knob.wanted()));
      }
    }
    files
        .governors()
        .keySet()
        .forEach(place -> note(refused, "cpu governor", set(place, Profile.GOVERNOR)));
    if (root.has("systemd/")) {
      note(refused, "docker.service drop-in", dropIn());
    }
    return told(refused);
  }

  /** Gives every changed place back what it had. */
  public synchronized List<ProfileItem> revert() {
    Map<String, String> refused = new HashMap<>();
    memory
        .before()
        .forEach(
            (place, before) -> {
              try {
                restore(place, before);
                memory.forget(place);
              } catch (IOException failed) {
                refused.put(nameOf(place), place + " can't be set back: " + message(failed));
              }
            });
    return told(refused);
  }

  private void restore(String place, Optional<String> before) throws IOException {
    boolean ordinary = place.startsWith("systemd/");
    if (ordinary && before.isEmpty()) {
      root.remove(place);
    } else if (ordinary) {
      root.create(place, before.orElseThrow());
    } else {
      root.set(place, before.orElse(""));
    }
  }

  /** The machine was started anew since, which undid what the kernel was told. */
  public void applyAgain() {
    String boot = boot();
    if (!boot.isEmpty() && memory.isOfAnotherBoot(boot)) {
      LOG.info("the node was started anew: its profile is applied again");
      apply();
    }
  }

  private String set(String place, String wanted) {
    Optional<String> before = root.read(place).map(String::strip);
    if (before.filter(wanted::equals).isPresent()) {
      return "";
    }
    if (!root.isWritable(place)) {
      return ProfileFiles.READ_ONLY;
    }
    if (before.isEmpty()) {
      return place + " can't be read, so that it could not be set back";
    }
    return change(place, before, () -> root.set(place, wanted));
  }

  /** A write that may fail. */
  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }

  /** Remembers first; what failed is remembered no more, unless it was changed before. */
  private String change(String place, Optional<String> before, Write write) {
    boolean changedBefore = memory.before().containsKey(place);
    if (!memory.keep(place, before, boot())) {
      return memory.problem();
    }
    try {
      write.run();
      return "";
    } catch (IOException failed) {
      if (!changedBefore) {
        memory.forget(place);
      }
      return message(failed);
    }
  }

  private String dropIn() {
    Optional<String> before = root.read(Profile.DROP_IN_FILE);
    if (before.filter(Profile.DROP_IN::equals).isPresent()) {
      return "";
    }
    return change(
        Profile.DROP_IN_FILE, before, () -> root.create(Profile.DROP_IN_FILE, Profile.DROP_IN));
  }

  private String boot() {
    return root.read(BOOT_ID).map(String::strip).orElse("");
  }

  private static String nameOf(String place) {
    if (place.startsWith("systemd/")) {
      return "docker.service drop-in";
    }
    return Profile.SYSCTLS.stream()
        .filter(knob -> knob.places().contains(place))
        .map(Knob::name)
        .findFirst()
        .orElse("cpu governor");
  }

  private static void note(Map<String, String> refused, String name, String reason) {
    if (!reason.isEmpty()) {
      refused.put(name, reason);
    }
  }

  private List<ProfileItem> told(Map<String, String> refused) {
    return files.check().stream()
        .map(
            item ->
                refused.containsKey(item.name()) && item.standing() != Standing.NOT_THERE
                    ? item.because(refused.get(item.name()))
                    : item)
        .toList();
  }

  private static String message(IOException failed) {
    String said = failed.getMessage();
    return said == null ? failed.getClass().getSimpleName() : said;
  }
}
