package dev.blackstart.topology;

/**
 * One process, and no later one that happens to get its number.
 *
 * @param pid the process id, which is also its process group and session
 * @param startTicks field 22 of {@code /proc/<pid>/stat}: clock ticks after boot
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    @Override
    public String toString() {
        return "pid " + pid;
    }
}
