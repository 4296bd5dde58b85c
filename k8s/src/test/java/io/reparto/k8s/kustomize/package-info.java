/** Our kustomizations built without kubectl, so that tests of manifests need none. */
package io.reparto.k8s.kustomize;
