"use strict";
// Arrays from NumPy's .npz in the page: a zip archive, stored or deflated, of .npy files. Nothing is executed, nothing leaves the page.
// Every error names file, key, what was found and what was expected, as the library's do.

const Npz = (() => {
  const crcOfByte = Uint32Array.from({ length: 256 }, (_, value) => {
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });

  function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = crcOfByte[(crc ^ byte) & 0xff] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  }

  function error(file, key, found, expected) {
    return new Error(`${file}${key ? `, key '${key}'` : ""}: ${found}, expected ${expected}.`);
  }

  /** The entries of an archive by key, as its central directory lists them. */
  function directory(buffer, file) {
    const view = new DataView(buffer);
    const notOne = what => error(file, "", what, "a NumPy .npz file");
    let end = buffer.byteLength - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
    if (end < 0) throw notOne("no zip archive");
    const entries = new Map();
    let place = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (place + 46 > buffer.byteLength || view.getUint32(place, true) !== 0x02014b50) throw notOne("a damaged file");
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map(at => view.getUint16(place + at, true));
      const name = new TextDecoder().decode(new Uint8Array(buffer, place + 46, nameLength));
      const key = name.replace(/\.npy$/, "");
      if (entries.has(key)) throw error(file, key, "the key twice", "it once");
      entries.set(key, {
        method: view.getUint16(place + 10, true), crc: view.getUint32(place + 16, true),
        packed: view.getUint32(place + 20, true), size: view.getUint32(place + 24, true), at: view.getUint32(place + 42, true),
      });
      place += 46 + nameLength + extraLength + commentLength;
    }
    return entries;
  }

  async function unpack(buffer, entry, file, key) {
    const view = new DataView(buffer);
    if (entry.size === 0xffffffff || entry.packed === 0xffffffff) throw error(file, key, "more than 4 GiB", "less");
    if (entry.at + 30 > buffer.byteLength || view.getUint32(entry.at, true) !== 0x04034b50) throw error(file, key, "a damaged file", "a NumPy .npz file");
    const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
    if (start + entry.packed > buffer.byteLength) throw error(file, key, "a file that ends early", `${entry.packed} bytes`);
    let bytes = new Uint8Array(buffer, start, entry.packed);
    if (entry.method === 8) {
      try {
        bytes = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
      } catch {
        throw error(file, key, "damaged data", "data that can be unpacked");
      }
    } else if (entry.method !== 0) throw error(file, key, `compression method ${entry.method}`, "0 (stored) or 8 (deflated)");
    if (bytes.length !== entry.size) throw error(file, key, `${bytes.length} bytes`, `${entry.size}`);
    const crc = crc32(bytes);
    if (crc !== entry.crc) throw error(file, key, `the checksum ${crc.toString(16)}`, entry.crc.toString(16));
    return bytes;
  }

  const halves = bytes => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Float32Array.from({ length: bytes.byteLength / 2 }, (_, k) => {
      const half = view.getUint16(2 * k, true);
      const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
      const size = exponent === 0 ? fraction * 2 ** -24 : exponent < 31 ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction ? NaN : Infinity;
      return half & 0x8000 ? -size : size;
    });
  };
  const typed = kind => bytes => new kind(bytes.buffer, bytes.byteOffset, bytes.byteLength / kind.BYTES_PER_ELEMENT);

  /** How elements of each type are read, and how many bytes each has. */
  const types = {
    "<f2": [2, halves], "<f4": [4, typed(Float32Array)], "<f8": [8, typed(Float64Array)],
    "|u1": [1, typed(Uint8Array)], "<i4": [4, typed(Int32Array)], "<i8": [8, bytes => Array.from(typed(BigInt64Array)(bytes), Number)],
  };

  /** An array out of the bytes of a .npy file. */
  function parse(bytes, file, key, allowed) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const magic = bytes.length > 12 && [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, k) => bytes[k] === byte);
    if (!magic) throw error(file, key, "no NumPy array", "one");
    const wide = bytes[6] >= 2;
    const start = (wide ? 12 : 10) + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
    const header = new TextDecoder("latin1").decode(bytes.subarray(wide ? 12 : 10, start));
    const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? "a structure";
    const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1].split(",").filter(part => part.trim()).map(Number);
    if (!shape) throw error(file, key, "a header without a shape", "one with it");
    if (!allowed.includes(type)) throw error(file, key, `elements of type ${type}`, `one of ${allowed.join(", ")}`);
    if (/'fortran_order':\s*True/.test(header) && shape.length > 1) throw error(file, key, "Fortran order", "C order (numpy.ascontiguousarray)");
    const [size, read] = types[type];
    const wanted = shape.reduce((product, length) => product * length, size);
    if (bytes.length - start !== wanted) throw error(file, key, `${bytes.length - start} bytes of data`, `${wanted} for shape [${shape.join(", ")}]`);
    return { values: read(bytes.slice(start)), shape };
  }

  /** Opens an archive; array(key, types) reads one of its arrays. */
  function open(buffer, file) {
    const entries = directory(buffer, file);
    return {
      async array(key, ...allowed) {
        const entry = entries.get(key);
        if (!entry) throw error(file, key, `no such key among '${[...entries.keys()].join("', '")}'`, "an array of that name");
        return parse(await unpack(buffer, entry, file, key), file, key, allowed);
      },
    };
  }

  return { open, error };
})();
