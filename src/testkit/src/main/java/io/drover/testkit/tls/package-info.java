/** Keys, certificates, and a server that shows one. */
package io.drover.testkit.tls;
