package io.ringtail.etw.write;

import java.util.Objects;

/**
 * The machine of which a log-file header tells.
 *
 * @param pointerBytes 4 or 8, of the header record and of records that do not say
 * @param cpuMegahertz with the CPU cycle clock this must be the clock's frequency
 * @param bootTicks in {@link io.ringtail.ring.event.Ticks}
 */
public record HostFacts(
        int pointerBytes, int osMajor, int osMinor, int osBuild, int cpuMegahertz, long bootTicks, ZoneFacts zone) {

    /**
     * TIME_ZONE_INFORMATION without the dates of change.
     *
     * @param biasMinutes what local time adds to reach UTC
     * @param daylightBiasMinutes what daylight saving adds to that
     */
    public record ZoneFacts(int biasMinutes, String standardName, String daylightName, int daylightBiasMinutes) {
        public static final ZoneFacts UTC = new ZoneFacts(0, "Coordinated Universal Time", "", 0);

        private static final int MAX_NAME = 31;

        public ZoneFacts {
            checkName(standardName);
            checkName(daylightName);
        }

        private static void checkName(String name) {
            if (name.length() > MAX_NAME) {
                throw new IllegalArgumentException(
                        "a time zone's name has at most " + MAX_NAME + " characters, not " + name.length());
            }
        }
    }

    public HostFacts {
        Objects.requireNonNull(zone);
        if (pointerBytes != 4 && pointerBytes != 8) {
            throw new IllegalArgumentException("a host's pointers have 4 or 8 bytes, not " + pointerBytes);
        }
        checkByte("major", osMajor);
        checkByte("minor", osMinor);
        if (cpuMegahertz < 1) {
            throw new IllegalArgumentException("a CPU runs at 1 MHz or more, not " + cpuMegahertz);
        }
    }

    private static void checkByte(String what, int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException("an OS " + what + " version is 0 to 255, not " + value);
        }
    }
}
