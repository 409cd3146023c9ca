package io.drover.runtime.http;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows callers by the bearer tokens in the files of {@link TokensConfig}. */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
  private static final String SCHEME = "Bearer ";
  private static final int UNAUTHORIZED = 401;
  private static final String WWW_AUTHENTICATE = "WWW-Authenticate";

  private final Map<String, TokenFile> files = new LinkedHashMap<>();

  /** Reads tokens from these files. */
  public BearerTokens(TokensConfig config) {
    config.viewerFile().ifPresent(file -> files.put(Roles.VIEWER, new TokenFile(file)));
    config.operatorFile().ifPresent(file -> files.put(Roles.OPERATOR, new TokenFile(file)));
    config.agentFile().ifPresent(file -> files.put(Roles.AGENT, new TokenFile(file)));
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Uni.createFrom().nullItem();
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Uni.createFrom().failure(new AuthenticationFailedException("not a bearer token"));
    }
    Set<String> roles = rolesOf(header.substring(SCHEME.length()).strip());
    if (roles.isEmpty()) {
      return Uni.createFrom().failure(new AuthenticationFailedException("unknown token"));
    }
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name(roles)))
                .addRoles(roles)
                .build());
  }

  private Set<String> rolesOf(String token) {
    Set<String> roles = new HashSet<>();
    files.forEach(
        (role, file) -> {
          if (file.holds(token)) {
            roles.add(role);
          }
        });
    if (roles.contains(Roles.OPERATOR)) {
      roles.add(Roles.VIEWER);
    }
    return roles;
  }

  /** What is said of somebody with these roles, for example of who paused the suite. */
  private static String name(Set<String> roles) {
    return roles.contains(Roles.OPERATOR) ? Roles.OPERATOR : String.join("+", roles);
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, WWW_AUTHENTICATE, "Bearer"));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    Problem problem =
        Problem.of(
            UNAUTHORIZED,
            "a valid bearer token is needed: Authorization: Bearer <token>",
            List.of());
    JsonObject body =
        new JsonObject()
            .put("type", problem.type())
            .put("title", problem.title())
            .put("status", problem.status())
            .put("detail", problem.detail());
    context
        .response()
        .setStatusCode(UNAUTHORIZED)
        .putHeader(WWW_AUTHENTICATE, "Bearer")
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(body.encode());
    return Uni.createFrom().item(true);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }
}
