package dev.blackstart.document;

/**
 * Where a value stands in a file.
 *
 * @param source the file as the user named it, or a URL
 * @param line from 1; 0 where the position is unknown
 * @param column from 1; 0 where the position is unknown
 * @param path the JSON path without the leading {@code $.}, such as {@code method[2].provider.func}; empty for the root
 */
public record Location(String source, int line, int column, String path) {

    /** The location of a member of this object. */
    public Location member(String name, int memberLine, int memberColumn) {
        return new Location(source, memberLine, memberColumn, path.isEmpty() ? name : path + "." + name);
    }

    /** The location of an item of this list; indexes count from 0. */
    public Location item(int index, int itemLine, int itemColumn) {
        return new Location(source, itemLine, itemColumn, path + "[" + index + "]");
    }

    /** A member whose own position is not known: that of this object stands for it. */
    public Location member(String name) {
        return member(name, line, column);
    }

    /** An item whose own position is not known: that of this list stands for it. */
    public Location item(int index) {
        return item(index, line, column);
    }

    @Override
    public String toString() {
        String position = line == 0 ? source : source + ":" + line;
        return path.isEmpty() ? position : position + " " + path;
    }
}
