package io.drover.backup.decide.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.restore.RestoreFacts.Held;
import io.drover.backup.decide.restore.RestoreFacts.Node;
import io.drover.backup.decide.restore.RestoreFacts.Present;
import io.drover.backup.decide.restore.RestoreFacts.Service;
import io.drover.backup.decide.restore.RestoreFacts.Volume;
import io.drover.backup.decide.restore.RestoreFacts.Wish;
import io.drover.core.decision.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestorePlannerTest {
  private static final Wish ALL = new Wish(Set.of(), false, false, Map.of());
  private static final Wish REPLACE = new Wish(Set.of(), true, false, Map.of());

  private static Service db(String... constraints) {
    return new Service(
        "shop_db", "pg:1", false, List.of(constraints), Set.of("shop_password"), Set.of(5432));
  }

  private static Held held(Service service) {
    return new Held(
        List.of("shop_default"),
        Map.of("shop_conf", "digest"),
        List.of(new Volume("shop_data", "node1", true, List.of("shop_db"), 100)),
        List.of(service));
  }

  private static Present empty(Node... nodes) {
    return new Present(
        Set.of(), Map.of(), Set.of("shop_password"), Set.of(), Map.of(), List.of(nodes), Set.of());
  }

  private static Node node(String name) {
    return new Node(name + "-id", name, true, Map.of());
  }

  private static Node node(String name, String volume, String... users) {
    return new Node(name + "-id", name, true, Map.of(volume, List.of(users)));
  }

  private static RestorePlan plan(String as, Wish wish, Held held, Present present) {
    return RestorePlanner.plan(new RestoreFacts(new Names("shop", as), wish, held, present));
  }

  private static List<String> refused(RestorePlan plan) {
    return plan.refusals().stream().map(Reason::code).toList();
  }

  private static List<String> items(RestorePlan plan) {
    return plan.items().stream().map(item -> item.change() + " " + item.key()).toList();
  }

  @Test
  void intoNothingAllIsMade() {
    RestorePlan plan =
        plan("shop", ALL, held(db("node.hostname==node1")), empty(node("node1"), node("node2")));

    assertThat(plan.refusals()).isEmpty();
    assertThat(items(plan))
        .containsExactly(
            "CREATE NETWORK shop_default",
            "CREATE CONFIG shop_conf",
            "CREATE VOLUME shop_data node1",
            "CREATE SERVICE shop_db");
    assertThat(plan.pins()).isEmpty();
  }

  @Test
  void asAnotherStackNothingIsShared() {
    Held held =
        new Held(
            List.of("shop_default", "shared"),
            Map.of("shop_conf", "digest"),
            List.of(new Volume("legacy", "node1", true, List.of("shop_db"), 100)),
            List.of(db()));
    RestorePlan plan = plan("copy", ALL, held, empty(node("node1")));

    assertThat(items(plan))
        .containsExactly(
            "CREATE NETWORK shared",
            "CREATE NETWORK copy_default",
            "CREATE CONFIG copy_conf",
            "CREATE VOLUME copy_legacy node1",
            "CREATE SERVICE copy_db");
    assertThat(plan.refusals()).isEmpty();
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() {
    Present present =
        new Present(
            Set.of("shop_default"),
            Map.of("shop_conf", "digest"),
            Set.of("shop_password"),
            Set.of("shop_db"),
            Map.of(5432, "shop_db"),
            List.of(node("node1", "shop_data", "shop_db")),
            Set.of());

    assertThat(refused(plan("shop", ALL, held(db()), present)))
        .containsExactly("VolumeExists", "VolumeInUse", "ServiceExists");
    RestorePlan replacing = plan("shop", REPLACE, held(db()), present);
    assertThat(replacing.refusals()).isEmpty();
    assertThat(items(replacing))
        .containsExactly(
            "KEEP NETWORK shop_default",
            "KEEP CONFIG shop_conf",
            "REPLACE VOLUME shop_data node1",
            "REPLACE SERVICE shop_db");
    assertThat(replacing.droppedPorts()).isEmpty();
  }

  @Test
  void aVolumeThatSomebodyElseUsesIsRefusedUnlessToldOtherwise() {
    Present present = empty(node("node1", "shop_data", "cron"));

    assertThat(refused(plan("shop", REPLACE, held(db()), present))).containsExactly("VolumeInUse");
    assertThat(refused(plan("shop", new Wish(Set.of(), true, true, Map.of()), held(db()), present)))
        .isEmpty();
  }

  /** It can't be stopped, so it would write into what is being restored. */
  @Test
  void aVolumeOfAGlobalServiceThatRunsIsInUse() {
    Service log = new Service("shop_db", "l", true, List.of(), Set.of(), Set.of());
    Present present = empty(node("node1", "shop_data", "shop_db"));

    assertThat(refused(plan("shop", REPLACE, held(log), present))).containsExactly("VolumeInUse");
  }

  @Test
  void oneVolumeComesAlone() {
    Wish wish = new Wish(Set.of("shop_data"), true, false, Map.of());

    assertThat(items(plan("shop", wish, held(db()), empty(node("node1")))))
        .containsExactly("CREATE VOLUME shop_data node1");
    assertThat(
            refused(plan("shop", wish, held(db()), empty(node("node1", "shop_data", "shop_db")))))
        .containsExactly("VolumeInUse");
    assertThat(
            refused(
                plan(
                    "shop",
                    new Wish(Set.of("nothing"), false, false, Map.of()),
                    held(db()),
                    empty(node("node1")))))
        .containsExactly("NoSuchVolume");
  }

  @Test
  void onAnotherNodeTheServiceIsTiedToItsVolume() {
    Wish wish = new Wish(Set.of(), false, false, Map.of("shop_data", "node3"));
    RestorePlan plan =
        plan("shop", wish, held(db("node.hostname==node1")), empty(node("node1"), node("node3")));

    assertThat(items(plan)).contains("CREATE VOLUME shop_data node3");
    assertThat(plan.pins()).containsExactly(Map.entry("shop_db", "node3"));
  }

  @Test
  void aNodeThatIsNotThereIsReplacedByAnotherAndTold() {
    RestorePlan plan = plan("shop", ALL, held(db()), empty(node("b"), node("a")));

    assertThat(items(plan)).contains("CREATE VOLUME shop_data a");
    assertThat(plan.pins()).containsEntry("shop_db", "a");
    assertThat(plan.notes()).extracting(Reason::code).contains("OtherNode", "Pinned");
  }

  @Test
  void aNodeThatWasAskedForIsNotReplacedByAnother() {
    Wish wish = new Wish(Set.of(), false, false, Map.of("shop_data", "gone"));

    assertThat(refused(plan("shop", wish, held(db()), empty(node("node1")))))
        .containsExactly("NodeNotUsable");
    assertThat(refused(plan("shop", ALL, held(db()), empty()))).containsExactly("NodeNotUsable");
  }

  @Test
  void volumesOfOneServiceGoToOneNode() {
    Held held =
        new Held(
            List.of(),
            Map.of(),
            List.of(
                new Volume("shop_a", "node1", true, List.of("shop_db"), 1),
                new Volume("shop_b", "node1", true, List.of("shop_db"), 1)),
            List.of(db()));
    Wish wish = new Wish(Set.of(), false, false, Map.of("shop_b", "node2"));

    assertThat(items(plan("shop", wish, held, empty(node("node1"), node("node2")))))
        .contains("CREATE VOLUME shop_a node2", "CREATE VOLUME shop_b node2");
  }

  @Test
  void secretsHaveToBeThere() {
    Present none =
        new Present(
            Set.of(), Map.of(), Set.of(), Set.of(), Map.of(), List.of(node("node1")), Set.of());
    RestorePlan plan = plan("copy", ALL, held(db()), none);

    assertThat(refused(plan)).containsExactly("SecretMissing");
    assertThat(plan.refusals().getFirst().text()).contains("copy_password");
  }

  @Test
  void aConfigOfOtherContentIsInTheWay() {
    Present present =
        new Present(
            Set.of(),
            Map.of("shop_conf", "other"),
            Set.of("shop_password"),
            Set.of(),
            Map.of(),
            List.of(node("node1")),
            Set.of());

    assertThat(refused(plan("shop", ALL, held(db()), present))).containsExactly("ConfigDiffers");
  }

  @Test
  void aPortThatAnotherServiceHasIsNotPublished() {
    Present present =
        new Present(
            Set.of(),
            Map.of(),
            Set.of("shop_password"),
            Set.of("shop_db"),
            Map.of(5432, "shop_db"),
            List.of(node("node1")),
            Set.of());
    RestorePlan plan = plan("copy", ALL, held(db()), present);

    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.droppedPorts()).containsExactly(Map.entry("shop_db", List.of(5432)));
  }

  @Test
  void constraintsByIdsOfAnotherSwarmAreTold() {
    Service web = new Service("shop_web", "w", false, List.of("node.id==xyz"), Set.of(), Set.of());
    RestorePlan plan =
        plan(
            "shop",
            ALL,
            new Held(List.of(), Map.of(), List.of(), List.of(web)),
            empty(node("node1")));

    assertThat(plan.notes()).extracting(Reason::code).contains("NoSuchNode");
  }

  @Test
  void whatThisRestoreMadeBeforeItWasCutOffIsNotInItsWay() {
    Present present =
        new Present(
            Set.of("shop_default"),
            Map.of("shop_conf", "digest"),
            Set.of("shop_password"),
            Set.of("shop_db"),
            Map.of(),
            List.of(node("node1", "shop_data", "shop_db")),
            Set.of("VOLUME shop_data node1", "SERVICE shop_db"));

    assertThat(refused(plan("shop", ALL, held(db()), present))).isEmpty();
  }

  @Test
  void copiesOfSeveralNodesGoBackToThese() {
    Held held =
        new Held(
            List.of(),
            Map.of(),
            List.of(
                new Volume("logs", "node1", true, List.of("log"), 1),
                new Volume("logs", "node2", true, List.of("log"), 1)),
            List.of(new Service("log", "l", true, List.of(), Set.of(), Set.of())));

    assertThat(items(plan("shop", ALL, held, empty(node("node1"), node("node2")))))
        .contains("CREATE VOLUME logs node1", "CREATE VOLUME logs node2");
    assertThat(refused(plan("shop", ALL, held, empty(node("node1")))))
        .containsExactly("NodeNotUsable");
    assertThat(
            refused(
                plan(
                    "shop",
                    new Wish(Set.of(), false, false, Map.of("logs", "node1")),
                    held,
                    empty(node("node1"), node("node2")))))
        .containsExactly("SeveralCopies", "SeveralCopies");
  }
}
