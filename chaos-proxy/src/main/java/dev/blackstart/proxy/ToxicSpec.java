package dev.blackstart.proxy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One toxic of a proxy as the API knows it.
 *
 * @param id stays through updates; a deleted and newly created toxic of the same name has another
 * @param stream the direction as the client wrote it
 * @param toxicity the share of connections that it touches; the original accepts any number
 * @param attributes all attributes of the type, in wire order; those that the original has not only where they say something
 */
record ToxicSpec(
        long id,
        String name,
        ToxicType type,
        Direction direction,
        String stream,
        float toxicity,
        Map<String, Long> attributes) {

    ToxicSpec {
        Map<String, Long> complete = new LinkedHashMap<>();
        for (String attribute : type.attributeNames()) {
            complete.put(attribute, attributes.getOrDefault(attribute, 0L));
        }
        long distribution = attributes.getOrDefault(ToxicType.DISTRIBUTION, 0L);
        if (distribution != 0) {
            complete.put(ToxicType.DISTRIBUTION, distribution);
        }
        attributes = Collections.unmodifiableMap(complete);
    }

    ToxicSpec with(float newToxicity, Map<String, Long> newAttributes) {
        return new ToxicSpec(id, name, type, direction, stream, newToxicity, newAttributes);
    }
}
