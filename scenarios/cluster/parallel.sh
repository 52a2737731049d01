#!/usr/bin/env bash
# Runs a simulation or a sweep in shards with GNU parallel, then merges them.
#
#   scenarios/cluster/parallel.sh SCENARIO SHARDS OUT [INDEX...]
#
# Shards lie in OUT/shards, reports in OUT/reports, and OUT/joblog.tsv says how every task ended.
# With indexes, from 1, these shards alone are run again before the merge.
#
#   RANKDAY  the program                            default: rankday
#   COMMAND  compare or sweep                       default: compare
#   JOBS     tasks at a time on every host          default: 100%, one for each core
#   THREADS  threads of every task                  default: 1
#   RETRIES  how often a task is tried              default: 3
set -euo pipefail

if (($# < 3)); then
    echo "usage: $0 SCENARIO SHARDS OUT [INDEX...]" >&2
    exit 2
fi
scenario=$1 shards=$2 out=$3
shift 3
if ! [[ $shards =~ ^[1-9][0-9]*$ ]]; then
    echo "$0: SHARDS is \"$shards\"; give a number from 1" >&2
    exit 2
fi
rankday=${RANKDAY:-rankday}
if (($#)); then indexes=("$@"); else mapfile -t indexes < <(seq "$shards"); fi
mkdir -p "$out/shards"

# A task that is ended has time to keep what it did: a second signal would end it at once.
# Other hosts find the files by the same paths: --workdir.
tried=0
parallel --quote --workdir . --jobs "${JOBS:-100%}" --retries "${RETRIES:-3}" \
    --termseq TERM,30000,KILL,25 --joblog "$out/joblog.tsv" \
    "$rankday" "${COMMAND:-compare}" "$scenario" --shard "{}/$shards" --resume --quiet \
    --threads "${THREADS:-1}" --out "$out/shards/shard-{}-of-$shards" \
    ::: "${indexes[@]}" || tried=$?
if ((tried)); then
    echo "$0: tasks failed, see $out/joblog.tsv; the same command with their indexes runs these again:" >&2
    echo "  $0 $scenario $shards $out INDEX..." >&2
fi

# Refused, with the indexes, where shards are missing.
"$rankday" merge "$out/shards" --out "$out/reports" --quiet
