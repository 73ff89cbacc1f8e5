package io.ringtail.app.chart;

/** The characters that a terminal can show. */
enum Glyphs {
    UNICODE("│", "┤", "└", "─", "┬", "■", " ▏▎▍▌▋▊▉█", " ▁▂▃▄▅▆▇█", "█▓▒░", "●■▲◆○□△◇×+*#"),
    ASCII("|", "+", "+", "-", "+", "#", " #", " #", "#=+:", "*o+x#@%&$~^=");

    final String side;
    final String sideMark;
    final String corner;
    final String floor;
    final String floorMark;
    final String key;
    /** From nothing to a whole cell, from the left. */
    final String rights;
    /** From nothing to a whole cell, from below. */
    final String heights;
    /** Parts of a bar where colours cannot tell them apart. */
    final String shades;
    /** Points of series where colours cannot tell them apart. */
    final String points;

    Glyphs(
            String side,
            String sideMark,
            String corner,
            String floor,
            String floorMark,
            String key,
            String rights,
            String heights,
            String shades,
            String points) {
        this.side = side;
        this.sideMark = sideMark;
        this.corner = corner;
        this.floor = floor;
        this.floorMark = floorMark;
        this.key = key;
        this.rights = rights;
        this.heights = heights;
        this.shades = shades;
        this.points = points;
    }

    /** The character for a part of a cell, of a row of them from nothing to whole. */
    static String part(String characters, double share) {
        int steps = characters.length() - 1;
        return String.valueOf(characters.charAt((int) Math.round(Math.clamp(share, 0.0, 1.0) * steps)));
    }
}
