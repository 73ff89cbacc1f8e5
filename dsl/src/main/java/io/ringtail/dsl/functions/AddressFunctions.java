package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of internet addresses, with a prefix length behind a slash or without. What is no address gives null. */
final class AddressFunctions {
    private static final Pattern IN_TEXT =
            Pattern.compile("(?<![0-9A-Za-z.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\\.[0-9])");
    private static final List<String> PRIVATE = List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

    private AddressFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("ipv4_compare(string,string,[long]):long", of(row -> compare(row, 32)));
        table.add("ipv4_is_match(string,string,[long]):bool", of(row -> isMatch(row, 32)));
        table.add("ipv6_compare(string,string,[long]):long", of(row -> compare(row, 128)));
        table.add("ipv6_is_match(string,string,[long]):bool", of(row -> isMatch(row, 128)));
        table.add("ipv4_is_in_range(string,string):bool", of(row -> inRange(row[0], Arguments.text(row[1]), 32)));
        table.add("ipv6_is_in_range(string,string):bool", of(row -> inRange(row[0], Arguments.text(row[1]), 128)));
        inAny(table, "ipv4_is_in_any_range", 32);
        inAny(table, "ipv6_is_in_any_range", 128);
        table.add("ipv4_is_private(string):bool", of(AddressFunctions::isPrivate));
        table.add(
                "ipv4_netmask_suffix(string):long",
                of(row -> v4(row[0])
                        .map(address -> (Object) (address.prefix() - 96L))
                        .orElse(null)));
        table.add(
                "parse_ipv4(string):long",
                of(row -> v4(row[0])
                        .map(address ->
                                (Object) address.masked(address.prefix()).v4())
                        .orElse(null)));
        table.add("parse_ipv4_mask(string,long):long", of(AddressFunctions::parseMasked));
        table.add("parse_ipv6(string):string", Kernels.lenient(row -> canonical(row, 128)));
        table.add("parse_ipv6_mask(string,long):string", Kernels.lenient(row -> canonical(row, row[1])));
        table.add("format_ipv4(any,[long]):string", Kernels.lenient(row -> format(row, false)));
        table.add("format_ipv4_mask(any,[long]):string", Kernels.lenient(row -> format(row, true)));
        table.add("ipv4_range_to_cidr_list(string,string):dynamic", of(AddressFunctions::blocks));
        table.add("has_ipv4(string,string):bool", Kernels.strict(row -> has(row, false)));
        table.add("has_ipv4_prefix(string,string):bool", Kernels.strict(row -> has(row, true)));
        for (String wanted : List.of("string", "dynamic")) {
            String rest = "(string," + wanted + "," + wanted + "...):bool";
            table.add("has_any_ipv4" + rest, Kernels.strict(row -> has(row, false)));
            table.add("has_any_ipv4_prefix" + rest, Kernels.strict(row -> has(row, true)));
        }
    }

    private static io.ringtail.dsl.vector.Kernel of(Kernels.RowFunction function) {
        return Kernels.strict(function);
    }

    private static void inAny(FunctionTable table, String name, int bits) {
        for (String wanted : List.of("string", "dynamic")) {
            table.add(name + "(string," + wanted + "," + wanted + "...):bool", of(row -> {
                if (address(row[0], bits).isEmpty()) {
                    return null;
                }
                return Arguments.texts(row, 1).stream()
                        .anyMatch(range -> Boolean.TRUE.equals(inRange(row[0], range, bits)));
            }));
        }
    }

    private static Optional<InternetAddress> address(@Nullable Object text, int bits) {
        return bits == 32 ? v4(text) : InternetAddress.parse(Arguments.text(text));
    }

    private static Optional<InternetAddress> v4(@Nullable Object text) {
        return InternetAddress.parseV4(Arguments.text(text));
    }

    /** The prefix length of the third argument, counted from the front of 128 bits; empty if it is none. */
    private static Optional<Integer> prefix(
            @Nullable Object[] row, int bits, InternetAddress one, InternetAddress two) {
        long wanted = row.length > 2 ? Arguments.whole(row[2]) : bits;
        if (wanted < 0 || wanted > bits) {
            return Optional.empty();
        }
        boolean short4 = bits == 32 || wanted <= 32 && one.isWrittenAsV4() && two.isWrittenAsV4();
        long places = short4 ? wanted + 96 : wanted;
        return Optional.of((int) Math.min(places, Math.min(one.prefix(), two.prefix())));
    }

    private static @Nullable Object compare(@Nullable Object[] row, int bits) {
        Optional<InternetAddress> one = address(row[0], bits);
        Optional<InternetAddress> two = address(row[1], bits);
        if (one.isEmpty() || two.isEmpty()) {
            return null;
        }
        return prefix(row, bits, one.get(), two.get())
                .map(places -> (Object)
                        (long) one.get().masked(places).compareTo(two.get().masked(places)))
                .orElse(null);
    }

    private static @Nullable Object isMatch(@Nullable Object[] row, int bits) {
        return compare(row, bits) instanceof Long order ? (Boolean) (order == 0) : null;
    }

    private static @Nullable Object inRange(@Nullable Object address, String range, int bits) {
        Optional<InternetAddress> inner = address(address, bits);
        Optional<InternetAddress> outer = address(range, bits);
        if (inner.isEmpty() || outer.isEmpty()) {
            return null;
        }
        int places = outer.get().prefix();
        return inner.get().masked(places).equals(outer.get().masked(places));
    }

    private static @Nullable Object isPrivate(@Nullable Object[] row) {
        if (v4(row[0]).isEmpty()) {
            return null;
        }
        return PRIVATE.stream().anyMatch(range -> Boolean.TRUE.equals(inRange(row[0], range, 32)));
    }

    private static @Nullable Object parseMasked(@Nullable Object[] row) {
        int wanted = Arguments.whole(row[1]);
        boolean fits = wanted >= 0 && wanted <= 32;
        return v4(row[0])
                .filter(address -> fits)
                .map(address -> (Object)
                        address.masked(Math.min(wanted + 96, address.prefix())).v4())
                .orElse(null);
    }

    private static String canonical(@Nullable Object[] row, @Nullable Object places) {
        long wanted = places instanceof Number number ? number.longValue() : -1;
        return InternetAddress.parse(Arguments.text(row[0]))
                .filter(address -> wanted >= 0 && wanted <= 128)
                .map(address ->
                        address.masked((int) Math.min(wanted, address.prefix())).canonical())
                .orElse("");
    }

    private static String format(@Nullable Object[] row, boolean withPrefix) {
        long wanted = row.length > 1 && row[1] instanceof Long given ? given : 32;
        Optional<InternetAddress> address = row[0] instanceof Long number
                ? InternetAddress.ofV4(number)
                : InternetAddress.parseV4(Arguments.text(row[0]));
        if (wanted < 0 || wanted > 32 || address.isEmpty()) {
            return "";
        }
        int places = (int) Math.min(wanted + 96, address.get().prefix());
        String text = address.get().masked(places).dotted();
        return withPrefix ? text + "/" + (places - 96) : text;
    }

    /** The fewest blocks of addresses that are the range together. */
    private static @Nullable Object blocks(@Nullable Object[] row) {
        Optional<InternetAddress> first = v4(row[0]);
        Optional<InternetAddress> last = v4(row[1]);
        if (first.isEmpty() || last.isEmpty() || first.get().v4() > last.get().v4()) {
            return null;
        }
        List<@Nullable Object> blocks = new ArrayList<>();
        long from = first.get().v4();
        while (from <= last.get().v4()) {
            int bits = from == 0 ? 32 : Math.min(32, Long.numberOfTrailingZeros(from));
            while (from + (1L << bits) - 1 > last.get().v4()) {
                bits--;
            }
            blocks.add(InternetAddress.ofV4(from).orElseThrow().dotted() + "/" + (32 - bits));
            from += 1L << bits;
        }
        return blocks;
    }

    private static @Nullable Object has(@Nullable Object[] row, boolean prefix) {
        List<String> wanted = Arguments.texts(row, 1);
        Matcher found = IN_TEXT.matcher(Arguments.text(row[0]));
        while (found.find()) {
            String address = found.group();
            if (v4(address).isPresent() && wanted.stream().anyMatch(text -> matches(address, text, prefix))) {
                return true;
            }
        }
        return false;
    }

    /** A prefix is a whole address, or ends behind a dot. */
    private static boolean matches(String address, String wanted, boolean prefix) {
        return prefix && wanted.endsWith(".") ? address.startsWith(wanted) : address.equals(wanted);
    }
}
