package io.drover.backup.decide.run;

import io.drover.backup.decide.run.RunFacts.Agent;
import io.drover.backup.decide.run.RunFacts.Mount;
import io.drover.backup.decide.run.RunFacts.Node;
import io.drover.backup.decide.run.RunFacts.Running;
import io.drover.backup.decide.run.RunFacts.Service;
import io.drover.backup.decide.run.RunFacts.Wishes;
import io.drover.core.model.ServiceView.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts of tests. */
public final class Facts {
  private Facts() {}

  /** A service of one task with a volume of its stack on a node that it is tied to. */
  public static Given service(String name) {
    return new Given(name);
  }

  /** A node whose agent answers, with these volumes of 100 bytes each. */
  public static Node node(String name, String... volumes) {
    Map<String, Long> sizes = new HashMap<>();
    for (String volume : volumes) {
      sizes.put(volume, 100L);
    }
    return new Node(name + "-id", name, new Agent.Answers(sizes));
  }

  /** A node whose agent doesn't answer. */
  public static Node silent(String name) {
    return new Node(name + "-id", name, new Agent.Silent("no answer"));
  }

  /** Facts of these. */
  public static RunFacts of(List<Service> services, Node... nodes) {
    return new RunFacts(services, Map.of(), List.of(nodes), Set.of());
  }

  /** Builds a service. */
  public static final class Given {
    private final String name;
    private Mode mode = new Mode.Replicated(1);
    private boolean rolling;
    private String held = "";
    private Set<String> admits = Set.of();
    private Wishes wishes = Wishes.Given.NONE;
    private final List<Mount> mounts = new ArrayList<>();
    private final List<Running> tasks = new ArrayList<>();

    private Given(String name) {
      this.name = name;
    }

    public Given mode(Mode to) {
      mode = to;
      return this;
    }

    public Given rolling() {
      rolling = true;
      return this;
    }

    public Given held(String why) {
      held = why;
      return this;
    }

    public Given admits(String... nodes) {
      admits = Set.copyOf(List.of(nodes).stream().map(node -> node + "-id").toList());
      return this;
    }

    public Given wishes(Wishes to) {
      wishes = to;
      return this;
    }

    public Given stop(int order) {
      return wishes(
          new Wishes.Given(true, "", "", Duration.ofMinutes(1), order, List.of(), 0, false));
    }

    public Given hooks(String before, String after) {
      return wishes(
          new Wishes.Given(false, before, after, Duration.ofMinutes(1), 0, List.of(), 0, false));
    }

    public Given volumes(String... only) {
      return wishes(
          new Wishes.Given(false, "", "", Duration.ofMinutes(1), 0, List.of(only), 1_000, false));
    }

    public Given mounts(String... volumes) {
      for (String volume : volumes) {
        mounts.add(new Mount("volume", volume, "/" + volume, false));
      }
      return this;
    }

    public Given mount(Mount mount) {
      mounts.add(mount);
      return this;
    }

    public Given runsOn(String... nodes) {
      for (String node : nodes) {
        String task = name + "-" + tasks.size();
        tasks.add(new Running(task, node + "-id", "container-" + task));
      }
      return this;
    }

    public Service build() {
      return new Service(
          name + "-id",
          name,
          name.contains("_") ? name.substring(0, name.indexOf('_')) : "",
          7,
          mode,
          rolling,
          admits,
          held,
          wishes,
          mounts,
          tasks);
    }
  }
}
