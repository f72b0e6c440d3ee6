#!/usr/bin/env python3
"""make_state_corpus.py CORPUS: writes what the fuzz targets of the agent's state folder start from, to CORPUS/fuzz_NAME.

Each run writes the same. The sets of fingerprints are of the versions that CORPUS/fuzz_kept_version holds: a set is
accepted when the leaves give the signature, and those do.
"""
import pathlib
import struct
import sys

NAME_SIZE, LEAF_SIZE, FINGERPRINT_SIZE = 32, 65_536, 12


def varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(encoded) + bytes([value])


def read_varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def sized(data):
    return varint(len(data)) + data


def u64(value):
    return struct.pack("<Q", value)


def fingerprint_set(version, power, leaves_in_part):
    """A kept version with fingerprints that are all zero; power: of the size of a block."""
    at = 8
    content, at = version[at : at + NAME_SIZE], at + NAME_SIZE
    size, at = read_varint(version, at)
    record, at = version[at : at + NAME_SIZE], at + NAME_SIZE
    count, at = read_varint(version, at)
    extents = []
    for _ in range(count):
        chunk, at = version[at : at + NAME_SIZE], at + NAME_SIZE
        offset, at = read_varint(version, at)
        length, at = read_varint(version, at)
        is_hole = not any(chunk)
        extents.append(bytes([is_hole]) + varint(length) + (b"" if is_hole else chunk + varint(offset)))
    leaves = version[at:]
    fingerprints = bytes(-(-size // (1 << power)) * FINGERPRINT_SIZE)
    step = leaves_in_part * NAME_SIZE
    parts = []
    for start in range(0, len(leaves), step):
        is_first, is_last = start == 0, start + step >= len(leaves)
        part = bytes([is_last]) + content + varint(size) + record
        part += varint(len(extents) if is_first else 0) + (b"".join(map(sized, extents)) if is_first else b"")
        parts.append(part + sized(leaves[start : start + step]) + sized(fingerprints if is_last else b""))
    return b"BKSPLFP1" + b"k" * 32 + bytes([power]) + b"".join(map(sized, parts))


def cached_record(offset):
    return varint(offset) + (varint(3) + varint(1) + varint(500) + varint(0) if offset else b"")


def cached_point(root, length, owners=((), ()), items=True):
    body = sized(b"owner") + u64(7) + u64(1_790_000_000_000_000_000) + sized(b"entry") + sized(b"hint")
    body += cached_record(root) + u64(1) + u64(length) + u64(0)
    for names in owners:
        body += varint(len(names)) + b"".join(varint(number) + sized(name) for number, name in names)
    return body + (u64(4) if items else b"")


def journal(folders, everything, files, inodes):
    body = varint(len(folders))
    for key, flags, names in folders:
        body += sized(key) + bytes([flags]) + varint(len(names))
        body += b"".join(sized(name) + bytes([happened]) for name, happened in names)
    for paths in (everything, files):
        body += varint(len(paths)) + b"".join(map(sized, paths))
    return body + varint(len(inodes)) + b"".join(map(varint, inodes))


def mounts(table, watched):
    body = varint(len(table))
    for number, device, fields in table:
        body += varint(number) + varint(device) + b"".join(map(sized, fields))
    return body + varint(len(watched)) + b"".join(varint(device) + sized(key) for device, key in watched)


def handover(name, monitor):
    return sized(name) + u64(7) + sized(b"configuration") + u64(1_790_000_000_000_000_000) + monitor


def main(corpus):
    def add(target, name, content):
        (corpus / target).mkdir(parents=True, exist_ok=True)
        (corpus / target / name).write_bytes(content)

    for name in ("version", "version-of-two-levels"):
        version = (corpus / "fuzz_kept_version" / name).read_bytes()[1:]
        add("fuzz_kept_version", name.replace("version", "set"), b"s" + fingerprint_set(version, 16, 1 << 16))
    small = (corpus / "fuzz_kept_version" / "version").read_bytes()[1:]
    add("fuzz_kept_version", "set-in-parts", b"s" + fingerprint_set(small, 12, 1))

    owners = (((0, b"root"), (1000, b"ann")), ((0, b"root"),))
    add("fuzz_cached_point", "empty", b"p" + cached_point(0, 8))
    add("fuzz_cached_point", "owners", b"p" + cached_point(8, 256, owners))
    add("fuzz_cached_point", "older", b"p" + cached_point(8, 256, owners, items=False))
    add("fuzz_cached_point", "longer-than-its-file", b"p" + cached_point(8, 257))
    add("fuzz_cached_point", "root-far-away", b"p" + cached_point((1 << 64) - 4, 256))
    # A folder without entries: two names, and no entry.
    folder = bytes(2 * NAME_SIZE + 1)
    add("fuzz_cached_point", "tree", b"t" + b"BKSPLCT2" + struct.pack("<II", len(folder), crc32c(folder)) + folder)
    add("fuzz_cached_point", "tree-large-record", b"t" + b"BKSPLCT2" + struct.pack("<II", 1_999_999_999, 0) + folder)

    folders = [(b"handle", 2, [(b"file", 1), (b"folder", 6)]), (b"other", 1, []), (b"third", 0, [(b"gone", 0)])]
    whole = journal(folders, [b"/mnt"], [b"/var/lib/mapped"], [12, 1 << 40])
    mounted = [(1, 2049, (b"/", b"/", b"ext4", b"")), (2, 3, (b"/", b"/mnt", b"tmpfs", b"/upper"))]
    table = mounts(mounted, [(2049, b"fsid....")])
    add("fuzz_write_log", "journal", b"j" + whole)
    add("fuzz_write_log", "journal-empty", b"j" + journal([], [], [], []))
    add("fuzz_write_log", "mounts", b"m" + table)
    add("fuzz_write_log", "handover", b"h" + handover(b"descriptor", table + sized(whole)))
    add("fuzz_write_log", "handover-without-monitor", b"h" + handover(b"", b""))


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
