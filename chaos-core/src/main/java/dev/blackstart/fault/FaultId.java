package dev.blackstart.fault;

/** A fault of a run: the activity's {@code id} argument, else {@code f1}, {@code f2}, …; unique in a run. */
public record FaultId(String value) {
    public FaultId {
        if (!value.matches("[A-Za-z0-9_.-]{1,80}")) {
            throw new IllegalArgumentException("fault id must be 1 to 80 letters, digits, _ . or -: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
