package io.drover.placement.truth;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Outcome;
import io.drover.core.model.NodeView;
import io.drover.engine.DockerEngine;
import io.drover.engine.RawJson;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanResult;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.Planner;
import io.drover.placement.observe.LiveCluster;
import io.drover.placement.observe.NodeInventory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Holds the planner against Swarm's own scheduler: random services are made on a real Swarm, one
 * after another, and planned; both must place the same numbers of tasks. Arguments: the manager's
 * socket, an image that nobody has and whose pull hangs, the number of scenarios, the first seed.
 */
public final class SchedulerTruth {
  private static final int MOST_SERVICES = 4;
  private static final long PATIENCE_NANOS = 300_000_000_000L;
  private static final int MOST_SPOILED = 100;
  private static final Set<String> WAITS = Set.of("assigned", "accepted", "preparing", "ready");
  private static final Set<String> NOT_YET = Set.of("new", "allocated");

  private final ManagerSocket manager;
  private final DockerEngine engine;
  private final String image;
  private int services;
  private int sameOutcome;
  private int sameCounts;
  private int sameReasons;
  private int withReasons;
  private int scenarios;
  private int wholeSame;
  private int wholePossible;
  private int determined;
  private int tasks;
  private int unplaced;
  private final List<String> wrong = new ArrayList<>();

  /** What the pull gave up on before all was compared: nothing can be said then. */
  private static final class Spoiled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Spoiled(String why) {
      super(why);
    }
  }

  private SchedulerTruth(ManagerSocket manager, DockerEngine engine, String image) {
    this.manager = manager;
    this.engine = engine;
    this.image = image;
  }

  /** Exits with 1 when any number of placed tasks differs. */
  public static void main(String[] arguments) {
    Path socket = Path.of(arguments[0]);
    int wanted = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    try (DockerEngine engine =
        DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", "unix://" + socket))) {
      SchedulerTruth truth = new SchedulerTruth(new ManagerSocket(socket), engine, arguments[1]);
      int spoiled = 0;
      while (truth.scenarios < wanted) {
        try {
          truth.scenario(seed++);
        } catch (Spoiled e) {
          truth.empty();
          System.out.printf("seed %d does not count: %s%n", seed - 1, e.getMessage());
          if (++spoiled > MOST_SPOILED) {
            throw e;
          }
        }
      }
      truth.report();
      System.exit(truth.wrong.isEmpty() ? 0 : 1);
    }
  }

  private void report() {
    System.out.printf("scenarios                                   %d%n", scenarios);
    System.out.printf(
        "services, tasks, tasks without a node       %d, %d, %d%n", services, tasks, unplaced);
    line("services with the same tasks placed", sameOutcome, services);
    line("services with the same numbers on the nodes", sameCounts, services);
    line("services refused for the same reasons", sameReasons, withReasons);
    line("scenarios planned to the end beforehand", wholeSame, scenarios);
    line("… or with another choice among equal nodes", wholePossible, scenarios);
    line("scenarios in which equal nodes change nothing", determined, scenarios);
    wrong.forEach(one -> System.out.println("WRONG: " + one));
  }

  private static void line(String what, int part, int whole) {
    System.out.printf(
        "%-46s %d of %d (%.1f %%)%n", what, part, whole, whole == 0 ? 100.0 : 100.0 * part / whole);
  }

  private void scenario(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    empty();
    Optional<String> paused = pause(random);
    LiveCluster start = LiveCluster.read(engine, NodeInventory.NONE);
    PlanNode worker =
        start.input().nodes().stream()
            .filter(node -> node.facts().role().equals("worker"))
            .findFirst()
            .orElseThrow();
    RandomService specs =
        new RandomService(random, worker.offers().cpu().nanos(), worker.offers().memory().value());
    List<PlanService> planned = new ArrayList<>();
    List<Integer> real = new ArrayList<>();
    List<Runnable> counts = new ArrayList<>();
    for (int i = random.nextInt(2, MOST_SERVICES + 1); i > 0; i--) {
      String name = "s" + seed + "-" + i;
      String spec = specs.spec(name, image);
      PlanInput before = LiveCluster.read(engine, NodeInventory.NONE).input();
      PlanService service = asPlanned(spec);
      PlanResult plan = Planner.plan(before.with(service));
      String id = manager.create(spec);
      JsonNode settled = settled(id, service, before.nodes());
      planned.add(service);
      real.add(placed(settled));
      counts.add(() -> compare(seed, spec, service, plan, settled));
    }
    Set<List<Integer>> outcomes = Outcomes.all(start.input().nodes(), planned);
    List<Integer> whole = Outcomes.inOrder(start.input().nodes(), planned);
    scenarios++;
    counts.forEach(Runnable::run);
    wholeSame += whole.equals(real) ? 1 : 0;
    determined += outcomes.size() == 1 ? 1 : 0;
    if (outcomes.contains(real)) {
      wholePossible++;
    } else {
      wrong.add("seed %d: placed %s, planned one of %s".formatted(seed, real, outcomes));
    }
    paused.ifPresent(node -> availability(node, "active"));
  }

  private Optional<String> pause(SplittableRandom random) {
    if (random.nextInt(6) > 0) {
      return Optional.empty();
    }
    String name = "node" + random.nextInt(2, 5);
    availability(name, "pause");
    return Optional.of(name);
  }

  private void availability(String hostname, String availability) {
    waitFor(
        () -> {
          NodeView node =
              engine.snapshot().nodes().stream()
                  .filter(one -> one.hostname().equals(hostname))
                  .findFirst()
                  .orElseThrow();
          return engine.setAvailability(node.id(), node.version(), availability)
                  instanceof Outcome.Applied
              ? Optional.of(true)
              : Optional.empty();
        },
        "availability of " + hostname);
  }

  private static PlanService asPlanned(String spec) {
    RawJson service = RawJson.of("{\"ID\":\"planned\",\"Spec\":" + spec + "}");
    return LiveCluster.of(List.of(service), List.of(), List.of(), NodeInventory.NONE)
        .input()
        .services()
        .getFirst();
  }

  private void compare(
      long seed, String spec, PlanService service, PlanResult plan, JsonNode settled) {
    services++;
    int real = placed(settled);
    tasks += settled.size();
    unplaced += settled.size() - real;
    int expected = Outcomes.placed(plan, service.name());
    boolean same = real == expected;
    sameOutcome += same ? 1 : 0;
    if (!same) {
      wrong.add(
          "seed %d: %d placed, %d planned (%s) of %s, %s"
              .formatted(seed, real, expected, reasons(settled), spec, plan.unplaced()));
    }
    Map<String, Integer> onNodes = new TreeMap<>();
    for (JsonNode task : settled) {
      if (isPlaced(task)) {
        onNodes.merge(task.path("NodeID").asText(), 1, Integer::sum);
      }
    }
    List<Integer> realCounts = onNodes.values().stream().sorted(Comparator.reverseOrder()).toList();
    sameCounts += realCounts.equals(Outcomes.counts(plan, service.name())) ? 1 : 0;
    boolean none = real == 0 && expected == 0 && !plan.unplaced().isEmpty();
    if (none) {
      withReasons++;
      sameReasons += Reasons.agree(plan.unplaced(), service.name(), reasons(settled)) ? 1 : 0;
    }
  }

  private static String reasons(JsonNode tasks) {
    return StreamSupport.stream(tasks.spliterator(), false)
        .map(task -> task.path("Status").path("Err").asText())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static int placed(JsonNode tasks) {
    return (int)
        StreamSupport.stream(tasks.spliterator(), false).filter(SchedulerTruth::isPlaced).count();
  }

  private static boolean isPlaced(JsonNode task) {
    return WAITS.contains(task.path("Status").path("State").asText());
  }

  /** The tasks of a service once the scheduler has looked at each of them. */
  private JsonNode settled(String id, PlanService service, List<PlanNode> nodes) {
    long wanted =
        switch (service.count()) {
          case PlanService.Count.Replicated(int replicas) -> replicas;
          case PlanService.Count.Global global ->
              nodes.stream()
                  .filter(PlanNode::isAvailable)
                  .filter(
                      node ->
                          service.rules().constraints().stream()
                              .allMatch(c -> c.allows(node.facts())))
                  .count();
        };
    return waitFor(
        () -> {
          JsonNode tasks = manager.tasks(id);
          if (tasks.size() < wanted) {
            return Optional.empty();
          }
          for (JsonNode task : tasks) {
            String state = task.path("Status").path("State").asText();
            String why = task.path("Status").path("Err").asText();
            if (NOT_YET.contains(state) || state.equals("pending") && why.isEmpty()) {
              return Optional.empty();
            }
            if (!state.equals("pending") && !WAITS.contains(state)) {
              throw new Spoiled("a task is " + state + ": " + why);
            }
          }
          return Optional.of(tasks);
        },
        "tasks of " + service.name());
  }

  /** Removes all services and waits for the end of their tasks. */
  private void empty() {
    engine.snapshot().services().forEach(service -> manager.remove(service.id()));
    waitFor(
        () -> manager.tasks().isEmpty() ? Optional.of(true) : Optional.empty(),
        "the end of all tasks");
  }

  private static <T> T waitFor(Supplier<Optional<T>> what, String name) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      Optional<T> seen = what.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
    }
    throw new Spoiled("waited in vain for " + name);
  }
}
