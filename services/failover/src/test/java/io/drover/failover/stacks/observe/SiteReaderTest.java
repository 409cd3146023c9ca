package io.drover.failover.stacks.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.RawJson;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read of a site. */
class SiteReaderTest {
  private static final String SERVICE =
      "{\"ID\":\"job\",\"Version\":{\"Index\":7},\"Spec\":{\"Name\":\"app_job\",\"Labels\":{\"com.docker.stack.namespace\":\"app\"},\"Mode\":{\"ReplicatedJob\":{}}}}";
  private static final String TASK =
      "{\"ID\":\"%s\",\"ServiceID\":\"job\",\"NodeID\":\"%s\",\"Spec\":{\"Placement\":{\"Constraints\":[\"%s\"]}},\"Status\":{\"State\":\"pending\"},\"DesiredState\":\"complete\"}";

  @Test
  void aTaskThatWaitsForANodeThatThereIsNotIsNone() {
    List<RawJson> tasks =
        List.of(
            task("waits", "", SiteService.NOWHERE),
            task("placed", "node", SiteService.NOWHERE),
            task("earlier", "", "node.role==worker"));
    Engine engine =
        (Engine)
            Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) ->
                    arguments[0].equals("/tasks") ? tasks : List.of(RawJson.of(SERVICE)));
    Reading<SiteStacks> read = SiteReader.read(engine, Set.of("app"), InstantSource.system());
    assertThat(((Reading.Known<SiteStacks>) read).value().tasks())
        .extracting(TaskView::id)
        .containsExactly("placed", "earlier");
  }

  private static RawJson task(String id, String node, String constraint) {
    return RawJson.of(TASK.formatted(id, node, constraint));
  }
}
