package io.drover.journal.postgres;

import io.drover.journal.DecisionQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** A {@link DecisionQuery} in Hibernate's language. */
final class NewestQuery {
  private NewestQuery() {}

  static Mutiny.SelectionQuery<DecisionRow> of(Mutiny.Session session, DecisionQuery query) {
    Map<String, Object> values = new LinkedHashMap<>();
    StringBuilder text =
        new StringBuilder(
            "from DecisionRow where at >= :since and (at, seq, id) < (:at, :seq, :id)");
    values.put("since", query.since());
    values.put("at", query.before().at());
    values.put("seq", query.before().seq());
    values.put("id", query.before().id());
    equal(text, values, "service", query.service());
    equal(text, values, "serviceId", query.serviceId());
    equal(text, values, "loop", query.loop());
    switch (query.acted()) {
      case YES -> text.append(" and acted");
      case NO -> text.append(" and not acted");
      case ANY -> {}
    }
    text.append(" order by at desc, seq desc, id desc");
    Mutiny.SelectionQuery<DecisionRow> selection =
        session.createSelectionQuery(text.toString(), DecisionRow.class);
    values.forEach(selection::setParameter);
    return selection.setMaxResults(query.limit());
  }

  private static void equal(
      StringBuilder text, Map<String, Object> values, String field, String value) {
    if (!value.isEmpty()) {
      text.append(" and ").append(field).append(" = :").append(field);
      values.put(field, value);
    }
  }
}
