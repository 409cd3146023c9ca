package io.drover.failover.stacks.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.RawJson;
import io.drover.failover.stacks.Site;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.decide.Write;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecEditTest {
  private static final Map<String, String> OFF = Map.of(SiteService.OFF, "5");

  @Test
  void offChangesTheCountAndTheLabelsAlone() {
    SiteService web = only(new Site().with("web", 3, Map.of(SiteService.REPLICAS, "4")));
    assertThat(SpecEdit.of(new Write.Off(web, 5)).tree())
        .isEqualTo(
            only(new Site().with("web", 0, Map.of(SiteService.OFF, "5", SiteService.REPLICAS, "4")))
                .spec()
                .tree());
  }

  @Test
  void offKeepsTheCountOfAServiceThatDoesNotSayIt() {
    SiteService web = only(new Site().with("web", 3, Map.of()));
    assertThat(SpecEdit.of(new Write.Off(web, 5)).tree())
        .isEqualTo(
            only(new Site().with("web", 0, Map.of(SiteService.OFF, "5", SiteService.REPLICAS, "3")))
                .spec()
                .tree());
  }

  @Test
  void onTakesBackWhatOffDid() {
    SiteService web = only(new Site().with("web", 0, OFF));
    assertThat(SpecEdit.of(new Write.OnWith(web, 3)))
        .isEqualTo(only(new Site().with("web", 3, Map.of())).spec());
  }

  @Test
  void aGlobalServiceKeepsItsOwnConstraints() {
    SiteService log = only(new Site().withGlobal("log", false, Map.of()));
    RawJson off = only(new Site().withGlobal("log", true, OFF)).spec();
    assertThat(SpecEdit.of(new Write.Off(log, 5))).isEqualTo(off);
    SiteService barred = only(new Site().withGlobal("log", true, OFF));
    assertThat(SpecEdit.of(new Write.Off(barred, 5))).isEqualTo(off);
    assertThat(SpecEdit.of(new Write.On(barred))).isEqualTo(log.spec());
  }

  private static SiteService only(Site site) {
    return site.seen().services().getFirst();
  }
}
