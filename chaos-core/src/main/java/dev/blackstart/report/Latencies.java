package dev.blackstart.report;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** The histograms of the journal. */
final class Latencies {
    private Latencies() {}

    /** A histogram of microseconds; empty when the text is not one, or holds no value. */
    static Optional<Histogram> decode(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            Histogram histogram = Histogram.decodeFromCompressedByteBuffer(bytes, 0);
            return histogram.getTotalCount() == 0 ? Optional.empty() : Optional.of(histogram);
        } catch (DataFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
