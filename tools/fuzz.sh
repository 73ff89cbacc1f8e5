#!/usr/bin/env bash
# Lets Jazzer search for inputs that break the readers of traces, schemas and queries: ten minutes for each target, or for those
# named; --seconds N for another time each. What it finds fails the run and stands in MODULE/crash-*: make it a seed of the
# test. MODULE/.cifuzz-corpus keeps what it learnt on the way.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

limit=()
if [ "${1:-}" = --seconds ]; then
    # Read by Jazzer as if they were on the command line of its own driver; they go before the time in the test.
    limit=(-Djazzer.internal.arg.0=fake_argv0 "-Djazzer.internal.arg.1=-max_total_time=${2:?--seconds takes a number}")
    shift 2
fi
targets=(TraceFuzzTest#trace SchemaFuzzTest#manifest SchemaFuzzTest#program SchemaFuzzTest#eventInfo
    SchemaFuzzTest#traceLogging QueryFuzzTest#query)
if [ $# -gt 0 ]; then
    targets=("$@")
fi

for target in "${targets[@]}"; do
    module=etw-ingest
    [[ $target != QueryFuzzTest* ]] || module=dsl
    mkdir -p "$module/target"
    log=$module/target/fuzz.log
    echo "-- $target ($(date +%H:%M:%S))"
    JAZZER_FUZZ=1 mvn -q -B --no-transfer-progress -pl "$module" -am test -Dspotless.check.skip "${limit[@]}" \
        -Dtest="$target" -Dringtail.fuzz=true -Dsurefire.failIfNoSpecifiedTests=false > "$log" 2>&1 ||
        { tail -50 "$log" && exit 1; }
    grep -E '^#[0-9]+' "$log" | tail -1 || true
done
