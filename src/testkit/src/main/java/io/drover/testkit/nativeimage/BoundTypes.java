package io.drover.testkit.nativeimage;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * All classes that Jackson reaches from some types by reflection: those of their properties, of
 * these classes' properties, and so on. Jackson itself says what the properties are.
 */
final class BoundTypes {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Set<JavaType> seen = new HashSet<>();
  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final Collection<String> unclear = new TreeSet<>();

  BoundTypes(Collection<Type> roots) {
    roots.forEach(root -> add(mapper.constructType(root), root.getTypeName()));
  }

  /** Those that Jackson uses reflection for. */
  Set<Class<?>> classes() {
    return classes;
  }

  /** Where no type says what is there. */
  Collection<String> unclear() {
    return unclear;
  }

  private void add(JavaType type, String where) {
    if (type == null || !seen.add(type)) {
      return;
    }
    Class<?> raw = type.getRawClass();
    if (type.isContainerType() || type.isReferenceType()) {
      add(type.getKeyType(), where);
      add(type.getContentType(), where);
      add(type.getReferencedType(), where);
    } else if (raw == Object.class) {
      unclear.add(where + " holds objects of which no type is known");
    } else if (!isBuiltIn(raw)) {
      reflect(type, raw);
    }
  }

  /** Of the JDK and of Jackson, both of which bring their own readers and writers. */
  private static boolean isBuiltIn(Class<?> raw) {
    return raw.isPrimitive()
        || raw.getName().startsWith("java.")
        || JsonNode.class.isAssignableFrom(raw)
        || raw.getName().startsWith("com.fasterxml.jackson.");
  }

  private void reflect(JavaType type, Class<?> raw) {
    classes.add(raw);
    if (raw.isEnum()) {
      return;
    }
    if (raw.isSealed()) {
      for (Class<?> one : raw.getPermittedSubclasses()) {
        add(mapper.constructType(one), raw.getName());
      }
    } else if (Modifier.isAbstract(raw.getModifiers())) {
      unclear.add("who implements %s can't be told".formatted(raw.getName()));
    }
    BeanDescription written = mapper.getSerializationConfig().introspect(type);
    AnnotatedMember value = written.findJsonValueAccessor();
    if (value != null) {
      add(value.getType(), raw.getName());
      return;
    }
    addAll(written, raw);
    addAll(mapper.getDeserializationConfig().introspect(type), raw);
  }

  private void addAll(BeanDescription bean, Class<?> raw) {
    for (BeanPropertyDefinition property : bean.findProperties()) {
      add(property.getPrimaryType(), raw.getName() + "." + property.getName());
    }
  }
}
