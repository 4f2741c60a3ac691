package dev.blackstart.arch.violations;

import eu.rekawek.toxiproxy.ToxiproxyClient;

interface KnowsToxiproxy {
    ToxiproxyClient client();
}
