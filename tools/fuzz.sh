#!/usr/bin/env bash
# Lets Jazzer search for inputs that break the readers of traces and schemas: ten minutes for each target, or for those named;
# --seconds N for another time each. What it finds fails the run and stands in etw-ingest/crash-*: make it a seed of the test.
# etw-ingest/.cifuzz-corpus keeps what it learnt on the way.
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
    SchemaFuzzTest#traceLogging)
if [ $# -gt 0 ]; then
    targets=("$@")
fi

mkdir -p etw-ingest/target
for target in "${targets[@]}"; do
    echo "-- $target ($(date +%H:%M:%S))"
    JAZZER_FUZZ=1 mvn -q -B --no-transfer-progress -pl etw-ingest -am test -Dspotless.check.skip "${limit[@]}" \
        -Dtest="$target" -Dringtail.fuzz=true -Dsurefire.failIfNoSpecifiedTests=false > etw-ingest/target/fuzz.log 2>&1 ||
        { tail -50 etw-ingest/target/fuzz.log && exit 1; }
    grep -E '^#[0-9]+' etw-ingest/target/fuzz.log | tail -1 || true
done
