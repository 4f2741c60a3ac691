package dev.blackstart.proxy;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON byte for byte as Go's encoder does. */
final class GoJson {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().characterEscapes(new GoEscapes()).build();
    private static final float SMALLEST_PLAIN = 1e-6f;
    private static final float SMALLEST_EXPONENTIAL = 1e21f;

    private GoJson() {}

    /** The text that {@code write} puts into the generator. */
    static String text(Consumer<JsonGenerator> write) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write.accept(json);
        }
        return text.toString();
    }

    /** A float32 in its shortest form, without a fraction where there is none. */
    static String number(float value) {
        BigDecimal shortest = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        float size = Math.abs(value);
        if (size == 0 || (size >= SMALLEST_PLAIN && size < SMALLEST_EXPONENTIAL)) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
    }

    /** Go escapes what HTML would trip over, and writes hexadecimal digits in lower case. */
    private static final class GoEscapes extends CharacterEscapes {

        private static final int FIRST_PRINTABLE = 0x20;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (int c = 0; c < FIRST_PRINTABLE; c++) {
                if (c != '\n' && c != '\r' && c != '\t') {
                    codes[c] = ESCAPE_CUSTOM;
                }
            }
            codes['<'] = ESCAPE_CUSTOM;
            codes['>'] = ESCAPE_CUSTOM;
            codes['&'] = ESCAPE_CUSTOM;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            boolean ascii = ch < FIRST_PRINTABLE || ch == '<' || ch == '>' || ch == '&';
            return ascii || ch == '\u2028' || ch == '\u2029'
                    ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", ch))
                    : null;
        }
    }
}
