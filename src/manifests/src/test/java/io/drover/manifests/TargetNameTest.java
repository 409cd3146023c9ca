package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.manifests.TargetName.Found;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Namespaces are stacks; without one the name must be unique. */
class TargetNameTest {
  private static final ServiceView SHOP = service("shop_web", "shop");
  private static final ServiceView BLOG = service("blog_web", "blog");
  private static final ServiceView ALONE = service("proxy", "");
  private static final List<ServiceView> ALL =
      List.of(SHOP, BLOG, ALONE, service("shop_old_web", "shop_old"));

  private static ServiceView service(String name, String stack) {
    return new ServiceView(
        name + "-id",
        name,
        1,
        new ServiceView.Mode.Replicated(1),
        stack.isEmpty() ? Map.of() : Map.of(ServiceView.STACK_LABEL, stack),
        Map.of(),
        Resources.NONE,
        Resources.NONE,
        Rollout.NONE,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void aNamespaceIsAStack() {
    assertThat(new TargetName("shop", "web").among(ALL)).isEqualTo(new Found.One(SHOP));
    assertThat(new TargetName("shop", "api").among(ALL)).isEqualTo(new Found.None());
  }

  @Test
  void withoutOneTheNameMustBeUnique() {
    assertThat(new TargetName("", "proxy").among(ALL)).isEqualTo(new Found.One(ALONE));
    assertThat(new TargetName("", "web").among(List.of(SHOP, ALONE)))
        .isEqualTo(new Found.One(SHOP));
    assertThat(new TargetName("", "old_web").among(ALL)).isEqualTo(new Found.None());
    assertThat(new TargetName("", "api").among(ALL)).isEqualTo(new Found.None());
    assertThat(new TargetName("", "web").among(List.of(SHOP, BLOG)))
        .isEqualTo(new Found.Several(List.of(BLOG, SHOP)));
  }
}
