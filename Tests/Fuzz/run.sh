#!/bin/bash
# run.sh SECONDS FORMAT...: fuzzes the reader of each format for so long, from the kept corpus; new inputs stay in .build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1; shift
fuzzer=.build/fuzz/release/qalqan-fuzz
mkdir -p .build/fuzz/found
for format in "$@"; do
    mkdir -p ".build/fuzz/corpus/$format"
    echo "fuzz: $format, $seconds s" >&2
    QALQAN_FUZZ_FORMAT=$format "$fuzzer" ".build/fuzz/corpus/$format" "Tests/ExchangeTests/Corpus/$format" \
        -dict="Tests/Fuzz/$format.dict" -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix=".build/fuzz/found/$format-" > ".build/fuzz/$format.log" 2>&1 \
        || { tail -30 ".build/fuzz/$format.log" >&2; echo "fuzz: $format failed; the input is in .build/fuzz/found" >&2; exit 1; }
    grep -E 'stat::number_of_executed_units|stat::average_exec' ".build/fuzz/$format.log" | tail -2
done
