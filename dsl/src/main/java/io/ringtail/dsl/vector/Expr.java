package io.ringtail.dsl.vector;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bound expression: names are slots, types are known, conversions stand in it. Immutable. */
public sealed interface Expr {
    ScalarType type();

    Vector evaluate(Batch batch);

    /** Adds the slots that it reads. */
    void collectSlots(Set<Integer> into);

    record Constant(ScalarType type, @Nullable Object value) implements Expr {
        @Override
        public Vector evaluate(Batch batch) {
            return Vector.constant(type, value, batch.size());
        }

        @Override
        public void collectSlots(Set<Integer> into) {}
    }

    record Slot(ScalarType type, int slot) implements Expr {
        @Override
        public Vector evaluate(Batch batch) {
            return batch.vector(slot);
        }

        @Override
        public void collectSlots(Set<Integer> into) {
            into.add(slot);
        }
    }

    /** @param name for plans and for recognising what can be pushed down: {@code ==}, {@code strlen} */
    record Apply(ScalarType type, String name, Kernel kernel, List<Expr> arguments) implements Expr {
        /** The name of the conversion that changes no bit: an int is stored as a long is. */
        public static final String WIDEN = "widen";

        public Apply {
            arguments = List.copyOf(arguments);
        }

        /** Whether it changes the type alone, and no bit. */
        public boolean isWidening() {
            return name.equals(WIDEN);
        }

        @Override
        public Vector evaluate(Batch batch) {
            Vector[] values = new Vector[arguments.size()];
            int varying = 0;
            int last = 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).evaluate(batch);
                if (!values[i].isConstant()) {
                    varying++;
                    last = i;
                }
            }
            if (varying == 0) {
                return kernel.apply(type, values, 1).repeated(batch.size());
            }
            return varying == 1 ? overOne(values, last, batch.size()) : kernel.apply(type, values, batch.size());
        }

        /** Of a column with few different values each is computed once. */
        private Vector overOne(Vector[] values, int varying, int size) {
            int[] codes = values[varying].codes();
            if (codes == null) {
                return kernel.apply(type, values, size);
            }
            int used = 0;
            for (int row = 0; row < size; row++) {
                used = Math.max(used, codes[row] + 1);
            }
            if (used > size / 2) {
                return kernel.apply(type, values, size);
            }
            values[varying] = Vector.ofObjects(values[varying].type(), values[varying].dictionary(), used);
            return kernel.apply(type, values, used).gather(codes, size);
        }

        @Override
        public void collectSlots(Set<Integer> into) {
            arguments.forEach(argument -> argument.collectSlots(into));
        }
    }

    /** What depends on an event's type and source alone: computed once for each kind of event and then looked up. */
    record PerKind(Expr body) implements Expr {
        @Override
        public ScalarType type() {
            return body.type();
        }

        @Override
        public Vector evaluate(Batch batch) {
            return batch.source() instanceof KindSource kinds ? kinds.perKind(this, batch) : body.evaluate(batch);
        }

        @Override
        public void collectSlots(Set<Integer> into) {
            body.collectSlots(into);
        }
    }

    /** A source that knows which rows are of the same kind. */
    interface KindSource extends Batch.Source {
        Vector perKind(PerKind expression, Batch batch);
    }
}
