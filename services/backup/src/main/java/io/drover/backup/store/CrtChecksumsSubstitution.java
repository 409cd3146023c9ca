package io.drover.backup.store;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * In a native image, the AWS SDK's checksums of its C library ({@code aws-crt}), which is not here:
 * they name its classes, which can't be linked there. They answer what they answer on a JVM without
 * that library.
 */
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class CrtChecksumsSubstitution {

  /** None, for which the SDK takes the JDK's own. */
  @Substitute
  static SdkChecksum createCrtCrc32C() {
    return null;
  }

  @Substitute
  static SdkChecksum crc64NvmeCrtImplementation() {
    throw new UnsupportedOperationException("CRC64NVME by aws-crt is not part of this image");
  }

  @Substitute
  static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
    throw new UnsupportedOperationException(
        algorithm.algorithmId() + " by aws-crt is not part of this image");
  }
}
