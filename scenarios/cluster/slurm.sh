#!/usr/bin/env bash
# Submits a simulation or a sweep to Slurm: an array with a task for every shard, and the merge after it.
#
#   scenarios/cluster/slurm.sh SCENARIO SHARDS OUT [INDEX...]
#
# Shards lie in OUT/shards, reports in OUT/reports, what the tasks print in OUT/log.
# With indexes, from 1, these shards alone are run again before the merge. RANKDAY and COMMAND: as in slurm.sbatch.
set -euo pipefail

if (($# < 3)); then
    echo "usage: $0 SCENARIO SHARDS OUT [INDEX...]" >&2
    exit 2
fi
scenario=$1 shards=$2 out=$3
shift 3
indexes=$(IFS=, && echo "$*")
here=$(dirname "$0")
mkdir -p "$out/shards" "$out/log"

array=$(sbatch --parsable --array="${indexes:-1-$shards}" --output="$out/log/shard-%a.txt" \
    "$here/slurm.sbatch" "$scenario" "$shards" "$out")
# A cluster's name may follow the number.
array=${array%%;*}
# Where a task fails, the merge is dropped instead of waiting forever.
merge=$(sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes \
    --output="$out/log/merge.txt" "$here/slurm-merge.sbatch" "$out")
echo "shards $array"
echo "merge ${merge%%;*}"
