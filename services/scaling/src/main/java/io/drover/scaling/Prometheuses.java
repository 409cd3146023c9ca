package io.drover.scaling;

import io.drover.scaling.observe.DefaultQueries;
import io.drover.scaling.observe.PrometheusAccess;
import io.drover.scaling.observe.PrometheusAccess.Credentials;
import io.drover.scaling.observe.PrometheusAccess.Trust;
import io.drover.scaling.observe.PrometheusMetrics;
import io.drover.scaling.observe.QueriedMetrics;
import java.nio.file.Path;

/** Makes the client of Prometheus that the settings describe. */
final class Prometheuses {
  private Prometheuses() {}

  /**
   * The client, or one that says that there is none.
   *
   * @throws IllegalArgumentException when the settings contradict each other
   */
  static QueriedMetrics configured(ScalingConfig.PrometheusConfig config) {
    if (config.url().isEmpty()) {
      return QueriedMetrics.none();
    }
    Trust trust =
        config.caFile().map(Path::of).<Trust>map(Trust.Only::new).orElseGet(Trust.Usual::new);
    return new PrometheusMetrics(
        new PrometheusAccess(config.url().get(), credentials(config), trust, config.timeout()),
        config.rest(),
        queries(config.queries()));
  }

  private static DefaultQueries queries(ScalingConfig.QueriesConfig config) {
    return new DefaultQueries(config.selector(), config.task(), config.total(), config.window());
  }

  private static Credentials credentials(ScalingConfig.PrometheusConfig config) {
    boolean basic = config.user().isPresent() || config.passwordFile().isPresent();
    if (basic && config.tokenFile().isPresent()) {
      throw new IllegalArgumentException(
          "drover.scaling.prometheus: a token-file, or user and password-file, not both");
    }
    if (!basic) {
      return config
          .tokenFile()
          .map(Path::of)
          .<Credentials>map(Credentials.Bearer::new)
          .orElseGet(Credentials.Nobody::new);
    }
    if (config.user().isEmpty() || config.passwordFile().isEmpty()) {
      throw new IllegalArgumentException(
          "drover.scaling.prometheus: user and password-file need each other");
    }
    return new Credentials.Basic(config.user().get(), Path.of(config.passwordFile().get()));
  }
}
