/** Kubernetes manifests, read into documents with their line numbers. */
package io.drover.manifests;
