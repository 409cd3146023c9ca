package io.drover.failover.dns;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.annotate.TargetElement;

/**
 * In a native image, dnsjava's settings of the system's resolver: their constructor names providers
 * for Android and Windows, whose classes can't be linked there. Nothing here looks names up through
 * dnsjava, so they stay empty.
 */
@TargetClass(className = "org.xbill.DNS.ResolverConfig")
final class ResolverConfigSubstitution {

  @Substitute
  @TargetElement(name = TargetElement.CONSTRUCTOR_NAME)
  ResolverConfigSubstitution() {}
}
