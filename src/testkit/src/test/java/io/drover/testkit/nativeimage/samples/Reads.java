package io.drover.testkit.nativeimage.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Binds a class that is named here. */
public final class Reads {
  private final ObjectMapper mapper = new ObjectMapper();

  /** Binds it. */
  public Parcel read(String text) throws JsonProcessingException {
    return mapper.readValue(text, Parcel.class);
  }
}
