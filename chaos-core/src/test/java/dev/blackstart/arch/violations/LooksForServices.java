package dev.blackstart.arch.violations;

import java.util.ServiceLoader;

class LooksForServices {
    ServiceLoader<Runnable> found = ServiceLoader.load(Runnable.class);
}
