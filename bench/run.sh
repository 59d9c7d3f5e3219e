#!/usr/bin/env bash
# Measures our engine and PyTorch on this machine in one go and prints a Markdown table. Five to eight minutes on an idle machine.
# Needs python3 with torch, and an OpenBLAS under it (Debian: python3-torch libopenblas0-pthread): the reference BLAS is 40 times slower
# and would be an unfair win. PYTHON names another python3; the first that can import torch is taken.
set -euo pipefail
cd "$(dirname "$0")"
for python in "${PYTHON:-python3}" /usr/bin/python3; do "$python" -c 'import torch' 2>/dev/null && break; done
"$python" -c 'import torch' 2>/dev/null || { echo "needs python3 with torch (Debian: apt-get install python3-torch libopenblas0-pthread)" >&2; exit 1; }
# Without these PyTorch returns memory to the system after each step and is several times slower.
export MALLOC_MMAP_THRESHOLD_=1000000000 MALLOC_TRIM_THRESHOLD_=16000000000
# OpenBLAS of this age does not know newer processors and may take 256-bit kernels on them; so may an environment that names a core type. Torch is measured
# as the environment has it, with nothing said, and where there is AVX-512 with those kernels; the table takes the best of each row.
cores=(environment none)
if grep -qw avx512f /proc/cpuinfo; then cores+=(SkylakeX); fi

dotnet build -c Release -v q -nologo -clp:ErrorsOnly Uncollapse.Bench
results=$(mktemp)
trap 'rm -f "$results"' EXIT
for threads in 1 2; do
    for mode in side-by-side train-side-by-side; do dotnet Uncollapse.Bench/bin/Release/net10.0/Uncollapse.Bench.dll "$mode" "$threads" >> "$results"; done
done
for core in "${cores[@]}"; do
    case $core in
        environment) [ -n "${OPENBLAS_CORETYPE:-}" ] || continue; setting=() ;;
        none) setting=(-u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE) ;;
        *) setting=(-u OPENBLAS_L2_SIZE OPENBLAS_CORETYPE="$core") ;;
    esac
    for threads in 1 2; do
        for peer in torch_peer torch_train; do
            env "${setting[@]}" OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads "$python" "peers/$peer.py" "$threads" >> "$results"
        done
    done
done
"$python" peers/table.py "$results"
