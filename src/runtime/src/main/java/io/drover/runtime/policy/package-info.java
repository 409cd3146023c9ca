/** What services' labels ask for, told through {@code GET /v1/policies}. */
package io.drover.runtime.policy;
