package io.drover.archive.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.drover.archive.ArchiveException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encrypts to recipients ({@code age1…}) and decrypts with identities ({@code AGE-SECRET-KEY-1…}).
 */
public final class Age {
  private static final int BUFFER = 64 * 1024;

  private Age() {}

  /**
   * A stream that encrypts into another one, which it closes with itself.
   *
   * @param recipients at least one
   * @throws IllegalArgumentException when one of them is none
   */
  public static OutputStream encrypting(OutputStream out, List<String> recipients)
      throws IOException {
    List<RecipientStanzaWriter> writers = new ArrayList<>();
    for (String recipient : recipients) {
      writers.add(writer(recipient));
    }
    if (writers.isEmpty()) {
      throw new IllegalArgumentException("nobody to encrypt for");
    }
    try {
      return new BufferedOutputStream(
          Channels.newOutputStream(
              new StandardEncryptingChannelFactory()
                  .newEncryptingChannel(Channels.newChannel(out), writers)),
          BUFFER);
    } catch (GeneralSecurityException failed) {
      throw new IOException("encryption can't begin: " + failed.getMessage(), failed);
    }
  }

  /**
   * A stream that decrypts another one, which it closes with itself.
   *
   * @param identities at least one; the one that fits is used
   * @throws ArchiveException when none fits, or it isn't encrypted so
   * @throws IllegalArgumentException when one of them is none
   */
  public static InputStream decrypting(InputStream in, List<String> identities) throws IOException {
    List<RecipientStanzaReader> readers = new ArrayList<>();
    for (String identity : identities) {
      readers.add(reader(identity));
    }
    if (readers.isEmpty()) {
      throw new IllegalArgumentException("no identity to decrypt with");
    }
    try {
      return Channels.newInputStream(
          new StandardDecryptingChannelFactory()
              .newDecryptingChannel(Channels.newChannel(in), readers));
    } catch (GeneralSecurityException failed) {
      throw new ArchiveException(
          "not decrypted: none of the identities fits, or it is damaged", failed);
    }
  }

  /** Whether this is a recipient. */
  public static boolean isRecipient(String text) {
    try {
      writer(text);
      return true;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static RecipientStanzaWriter writer(String recipient) {
    try {
      return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException("no recipient of age: " + recipient, wrong);
    }
  }

  /** Identities are secret, so that the message has none. */
  private static RecipientStanzaReader reader(String identity) {
    try {
      return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity);
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException("no identity of age (AGE-SECRET-KEY-1…)");
    }
  }
}
