package dev.blackstart.arch.violations;

import java.io.IOException;
import java.nio.channels.FileChannel;

class Syncs {
    void sync(FileChannel channel) throws IOException {
        channel.force(true);
    }
}
