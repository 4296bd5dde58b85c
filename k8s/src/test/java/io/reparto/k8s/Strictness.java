package io.reparto.k8s;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Fabric8's objects keep what they do not know; Kubernetes, asked strictly, refuses it. */
final class Strictness {
  private static final String MODELS = "io.fabric8.kubernetes.api.model.";

  private Strictness() {}

  /** The fields that Kubernetes does not have, as paths. */
  static List<String> unknownFields(List<? extends HasMetadata> objects) throws Exception {
    var found = new ArrayList<String>();
    for (HasMetadata object : objects) {
      collect(object, object.getKind() + " " + object.getMetadata().getName(), found);
    }
    return found;
  }

  private static void collect(Object value, String path, List<String> found) throws Exception {
    if (value instanceof Collection<?> all) {
      for (Object each : all) {
        collect(each, path, found);
      }
      return;
    }
    if (value == null || !value.getClass().getName().startsWith(MODELS)) {
      return;
    }
    if (value.getClass().getSimpleName().startsWith("Generic")) {
      found.add(path + ": no such kind");
    }
    for (Method getter : value.getClass().getMethods()) {
      boolean isProperty = getter.getName().startsWith("get") && getter.getParameterCount() == 0;
      if (getter.isAnnotationPresent(JsonAnyGetter.class)) {
        ((Map<?, ?>) getter.invoke(value)).keySet().forEach(key -> found.add(path + "." + key));
      } else if (isProperty && !getter.getReturnType().isPrimitive()) {
        collect(getter.invoke(value), path + "." + getter.getName().substring(3), found);
      }
    }
  }
}
