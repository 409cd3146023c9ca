package io.drover.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records and entries as lines of JSON. Bytes that are no UTF-8 stand twice: readable with
 * replacements, and whole as base64 under {@code rawPath} and {@code rawLink}.
 */
public final class RecordJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RecordJson() {}

  /** One line, without its end. */
  public static String write(ArchiveRecord record) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (record) {
      case ArchiveRecord.OfEntry(Entry entry) -> put(json.putObject("entry"), entry);
      case ArchiveRecord.Progress(long entries, long bytes, long archiveBytes) ->
          json.putObject("progress")
              .put("entries", entries)
              .put("bytes", bytes)
              .put("archiveBytes", archiveBytes);
      case ArchiveRecord.Warning(RawText path, String what) -> {
        ObjectNode warning = json.putObject("warning");
        put(warning, "path", "rawPath", path);
        warning.put("what", what);
      }
      case ArchiveRecord.End end ->
          json.putObject("end")
              .put("entries", end.entries())
              .put("bytes", end.bytes())
              .put("archiveBytes", end.archiveBytes())
              .put("archiveSha256", end.archiveSha256())
              .put("changed", end.changed())
              .put("missed", end.missed());
      case ArchiveRecord.Failed(String reason) -> json.putObject("failed").put("reason", reason);
    }
    return json.toString();
  }

  /**
   * Reads one line.
   *
   * @throws ArchiveException when it is none
   */
  public static ArchiveRecord read(String line) throws ArchiveException {
    JsonNode json = parse(line);
    String kind = json.isObject() && json.size() == 1 ? json.fieldNames().next() : "";
    JsonNode value = json.path(kind);
    try {
      return switch (kind) {
        case "entry" -> new ArchiveRecord.OfEntry(entry(value));
        case "progress" ->
            new ArchiveRecord.Progress(
                number(value, "entries"), number(value, "bytes"), number(value, "archiveBytes"));
        case "warning" ->
            new ArchiveRecord.Warning(raw(value, "path", "rawPath"), text(value, "what"));
        case "end" ->
            new ArchiveRecord.End(
                number(value, "entries"),
                number(value, "bytes"),
                number(value, "archiveBytes"),
                text(value, "archiveSha256"),
                number(value, "changed"),
                value.path("missed").asLong());
        case "failed" -> new ArchiveRecord.Failed(text(value, "reason"));
        default -> throw new IllegalArgumentException("no record of a kind that is known");
      };
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new ArchiveException("not a record: " + shortened(line), wrong);
    }
  }

  /** One line of an index, without its end. */
  public static String writeEntry(Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, entry);
    return json.toString();
  }

  /**
   * Reads one line of an index.
   *
   * @throws ArchiveException when it is none
   */
  public static Entry readEntry(String line) throws ArchiveException {
    try {
      return entry(parse(line));
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new ArchiveException("not an entry of an index: " + shortened(line), wrong);
    }
  }

  private static JsonNode parse(String line) throws ArchiveException {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException noJson) {
      throw new ArchiveException("not a line of JSON: " + shortened(line), noJson);
    }
  }

  private static String shortened(String line) {
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static void put(ObjectNode json, Entry entry) {
    put(json, "path", "rawPath", entry.path().raw());
    json.put("type", entry.type().word())
        .put("size", entry.size())
        .put("mode", "%04o".formatted(entry.mode()))
        .put("uid", entry.uid())
        .put("gid", entry.gid())
        .put("mtime", entry.mtime().toString());
    if (!entry.sha256().isEmpty()) {
      json.put("sha256", entry.sha256());
    }
    if (!entry.link().isEmpty()) {
      put(json, "link", "rawLink", entry.link());
    }
    if (!entry.device().equals(Entry.Device.NONE)) {
      json.put("device", entry.device().major() + ":" + entry.device().minor());
    }
    if (!entry.xattrs().isEmpty()) {
      ObjectNode xattrs = json.putObject("xattrs");
      entry.xattrs().forEach((name, value) -> xattrs.put(name, value.bytes()));
    }
    if (entry.changed()) {
      json.put("changed", true);
    }
  }

  private static void put(ObjectNode json, String key, String rawKey, RawText text) {
    json.put(key, text.toString());
    if (text.utf8().isEmpty()) {
      json.put(rawKey, text.bytes());
    }
  }

  private static Entry entry(JsonNode json) {
    String type = text(json, "type");
    SortedMap<String, RawText> xattrs = new TreeMap<>();
    json.path("xattrs")
        .properties()
        .forEach(one -> xattrs.put(one.getKey(), RawText.of(base64(one.getValue().asText("")))));
    return new Entry(
        EntryName.parse(raw(json, "path", "rawPath").bytes()),
        EntryType.of(type).orElseThrow(() -> new IllegalArgumentException("type " + type)),
        number(json, "size"),
        Integer.parseInt(text(json, "mode"), 8),
        number(json, "uid"),
        number(json, "gid"),
        Instant.parse(text(json, "mtime")),
        json.path("sha256").asText(""),
        json.has("link") ? raw(json, "link", "rawLink") : RawText.EMPTY,
        device(json.path("device").asText("")),
        xattrs,
        json.path("changed").asBoolean());
  }

  private static Entry.Device device(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? Entry.Device.NONE
        : new Entry.Device(
            Integer.parseInt(text.substring(0, colon)),
            Integer.parseInt(text.substring(colon + 1)));
  }

  private static RawText raw(JsonNode json, String key, String rawKey) {
    return json.has(rawKey)
        ? RawText.of(base64(json.path(rawKey).asText("")))
        : RawText.of(text(json, key));
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(key + " is no text");
    }
    return value.textValue();
  }

  private static long number(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.canConvertToLong()) {
      throw new IllegalArgumentException(key + " is no whole number");
    }
    return value.longValue();
  }
}
