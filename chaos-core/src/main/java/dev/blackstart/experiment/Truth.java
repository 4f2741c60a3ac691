package dev.blackstart.experiment;

import dev.blackstart.document.Node;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Which values Python takes for false; Chaos Toolkit treats those of required members as missing. */
final class Truth {
    private Truth() {}

    static boolean isFalse(@Nullable Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.members().isEmpty();
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().isEmpty();
        }
        Object value = node == null ? null : node.plain();
        return value == null
                || value.equals("")
                || value.equals(false)
                || value.equals(0L)
                || value.equals(BigInteger.ZERO)
                || (value instanceof Double number && number == 0);
    }

    static boolean isNull(@Nullable Node node) {
        return node == null || (node instanceof Node.Scalar scalar && scalar.value() == null);
    }
}
