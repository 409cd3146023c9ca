package io.drover.journal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Journal;
import io.drover.journal.JournalAnswer;
import io.drover.journal.Position;
import io.drover.journal.StoredDecision;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a {@link DecisionsAnswer} while it asks for it, a few decisions at a time: an answer has
 * up to a thousand, of some kilobytes each, and several such answers are more than a service's
 * heap.
 */
record DecisionsWriter(Journal journal, DecisionQuery query) implements StreamingOutput {
  /** So many decisions of an answer are in memory. */
  static final int AT_ONCE = 50;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public void write(OutputStream out) throws IOException {
    // What was begun isn't ended by itself: an answer that breaks off must not look like a whole.
    try (JsonGenerator json =
        MAPPER
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeArrayFieldStart("decisions");
      String missing = "";
      Position last = query.before();
      int left = query.limit();
      boolean more = true;
      while (more && left > 0) {
        int asked = Math.min(AT_ONCE, left);
        JournalAnswer page = journal.newest(query.page(last, asked));
        for (StoredDecision decision : page.decisions()) {
          json.writeTree(decision.json());
          last = decision.position();
        }
        missing = missing.isEmpty() ? page.missing() : missing;
        more = page.decisions().size() == asked;
        left -= asked;
      }
      json.writeEndArray();
      json.writeBooleanField("complete", missing.isEmpty());
      json.writeStringField("missing", missing);
      json.writeStringField("next", more ? last.toCursor() : "");
      json.writeEndObject();
    }
  }
}
