package dev.blackstart.cli;

import dev.blackstart.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "blackstart " + Version.text(),
            "extension and journal format " + Version.FORMAT + ", Java " + Runtime.version()
        };
    }
}
