#!/usr/bin/env bash
# Builds libEarlyExitTorch from bridge.cpp against the libtorch of this machine:
#   build.sh OUTPUT          the library to write
# Which libtorch: the folder LIBTORCH (with include/ and lib/), else Debian's libtorch-dev, else that of an installed PyTorch.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
output=${1:?where the library goes}

fail() { echo "compat/TorchSharp: $1" >&2; exit 1; }
compiler=${CXX:-g++}
command -v "$compiler" >/dev/null || compiler=clang++
command -v "$compiler" >/dev/null || fail "no C++ compiler found: install g++ (Debian: apt install g++), or set CXX"

debian() {
  for folder in "/usr/lib/$("$compiler" -dumpmachine)" /usr/lib/*-linux-gnu* /usr/lib; do
    [ -e "$folder/libtorch.so" ] && [ -e /usr/include/ATen/ATen.h ] && { include=/usr; lib=$folder; return; }
  done
  return 1
}
python() {
  folder=$(python3 -c 'import importlib.util, os; print(os.path.dirname(importlib.util.find_spec("torch").origin))' 2>/dev/null) || return 1
  [ -e "$folder/include/ATen/ATen.h" ] && ls "$folder"/lib/libtorch_cpu.* >/dev/null 2>&1 || return 1
  include=$folder; lib=$folder/lib
}
if [ -n "${LIBTORCH:-}" ]; then
  include=$LIBTORCH; lib=$LIBTORCH/lib
  [ -e "$include/include/ATen/ATen.h" ] || fail "LIBTORCH is '$LIBTORCH', which has no include/ATen/ATen.h: it must name a libtorch folder with include/ and lib/"
else
  debian || python || fail "no libtorch found: install libtorch-dev (Debian) or PyTorch (pip install torch), or set LIBTORCH to a folder with include/ and lib/; see environment.md"
fi

# Which std::string the libtorch was built with: its own answer is a symbol of libc10.
library() { ls "$lib/$1".so "$lib/$1".dylib 2>/dev/null | head -1; }
flags=()
if command -v nm >/dev/null && [ "$(uname)" = Linux ]; then
  nm -D --defined-only "$(library libc10)" | grep -q 'c10.*cxx11' && flags+=(-D_GLIBCXX_USE_CXX11_ABI=1) || flags+=(-D_GLIBCXX_USE_CXX11_ABI=0)
fi
links=(-ltorch_cpu -lc10)
[ -n "$(library libtorch_cuda)" ] && [ "$(uname)" = Linux ] && links+=(-Wl,--no-as-needed -ltorch_cuda -lc10_cuda)
[ "$(uname)" = Darwin ] && flags+=(-undefined dynamic_lookup)

# PyTorch 2.x headers need C++17, the newest C++20.
standard=17
grep -qs 'C++20 or later' "$include/include/c10/util/C++17.h" "$include/include/torch/all.h" "$include/include/torch/csrc/api/include/torch/all.h" && standard=20
mkdir -p "$(dirname "$output")"
# /usr/include is searched anyway, and named again it would hide the compiler's own headers.
[ "$include" = /usr ] || flags+=(-isystem "$include/include")
"$compiler" -std=c++$standard -O2 -fPIC -shared -w "${flags[@]}" -isystem "$include/include/torch/csrc/api/include" \
  "$here/bridge.cpp" -L"$lib" "${links[@]}" -Wl,-rpath,"$lib" -o "$output.new"
mv "$output.new" "$output"
