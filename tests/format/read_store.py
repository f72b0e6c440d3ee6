#!/usr/bin/python3
"""Reads a Backspool store without Backspool: a second reader, written from docs/format.md alone.

read_store.py DATA [--key FILE] points            lists the points
read_store.py DATA [--key FILE] list POINT        lists what a point holds
read_store.py DATA [--key FILE] verify            opens every block and checks every name
read_store.py DATA [--key FILE] extract POINT TO  writes a point's files into the new folder TO
read_store.py DATA [--key FILE] report            all of it, without extracting

DATA is the data directory (store/, keys/). The key is DATA/keys/repository.key unless told otherwise.
Needs Debian's python3-cryptography, python3-zstandard and python3-cbor2.
"""

import argparse
import datetime
import hashlib
import hmac
import os
import pathlib
import stat
import struct
import sys

import cbor2
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK, NODE, VERSION, POINT, INDEX, STATE = 1, 2, 3, 4, 5, 6
DIRECTORY_TREE, HINT_TREE, EXTENT_TREE = 1, 2, 3
FILE, DIRECTORY, SYMLINK, FIFO, SOCKET, CHARACTER, BLOCK = 1, 2, 3, 4, 5, 6, 7
LEAF = 64 * 1024
MAX_NODE = 2 * 1024 * 1024
MAX_RAW = {1: 4 << 20, 2: 4 << 20, 3: 4 << 20, 4: 8 << 20, 5: 4 << 20}


class Damaged(Exception):
    """The bytes are not what the specification says."""


def require(condition, text):
    if not condition:
        raise Damaged(text)


def crc32c_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


CRC32C = crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ CRC32C[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def hkdf(key, salt, info):
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def digest(key, data):
    return hmac.digest(key, data, "sha256")


class Cursor:
    """Takes fields off the front of bytes."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def left(self):
        return len(self.data) - self.at

    def bytes(self, size):
        require(size <= self.left(), "a record ends early")
        self.at += size
        return self.data[self.at - size : self.at]

    def fields(self, form):
        return struct.unpack("<" + form, self.bytes(struct.calcsize("<" + form)))

    def u8(self):
        return self.bytes(1)[0]

    def varint(self):
        value = 0
        for i in range(10):
            byte = self.u8()
            value |= (byte & 0x7F) << (7 * i)
            if byte < 0x80:
                require(value < 1 << 64 and (byte or i == 0), "a number is malformed")
                return value
        raise Damaged("a number is malformed")

    def svarint(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def sized(self):
        return self.bytes(self.varint())

    def name(self):
        return self.bytes(32)

    def end(self):
        require(self.left() == 0, "a record is too long")


class Keys:
    def __init__(self, file):
        lines = file.read_bytes().split(b"\n")
        require(lines[0] == b"backspool repository key 1", "not a key file of version 1")
        require(b"%08x" % crc32c(b"\n".join(lines[:3]) + b"\n") == lines[3], "the key file's checksum is wrong")
        self.repository = bytes.fromhex(lines[2].decode())
        domain = hkdf(self.repository, b"", b"backspool domain 0")
        self.chunk = hkdf(domain, b"", b"backspool chunk")
        self.tree = hkdf(domain, b"", b"backspool signature tree")
        self.node = hkdf(domain, b"", b"backspool node")

    def signature(self, content):
        names = [digest(self.chunk, content[i : i + LEAF]) for i in range(0, len(content), LEAF)]
        if len(names) == 1:
            return names[0]
        while len(names) > 1:
            names = [digest(self.tree, b"".join(names[i : i + 256])) for i in range(0, len(names), 256)]
        return digest(self.tree, struct.pack("<Q", len(content)) + names[0])


class Container:
    MAGIC = {".bdf": b"BKSPLBDF", ".dtf": b"BKSPLDTF", ".state": b"BKSPLSTA"}

    def __init__(self, path, keys):
        self.path = path
        self.data = path.read_bytes()
        self.keys = keys
        header = Cursor(self.data[:96])
        magic, version, size, _, self.id = header.fields("8sHHI16s")
        slot, self.client, self.created, self.lease = header.fields("IIQQ")
        require(magic == self.MAGIC[path.suffix], "wrong magic")
        require(version == 1 and size == 96 and slot == 0, "unknown version or key slot")
        require(crc32c(self.data[:92]) == struct.unpack("<I", self.data[92:96])[0], "the header's checksum is wrong")
        require(self.id.hex() == path.stem, "the container has another id than its name")
        self.cipher = AESGCM(hkdf(keys.repository, self.id, b"backspool container"))

    def block(self, offset):
        """The block at offset: its header's fields, its objects as (kind, bytes), and where it ends."""
        header = self.data[offset : offset + 32]
        require(len(header) == 32 and header[:4] == b"BLK1", f"no block at {offset}")
        require(crc32c(header[:28]) == struct.unpack("<I", header[28:])[0], f"wrong checksum of the block at {offset}")
        counter, sealed_size, raw_size, count, codec, kind = struct.unpack("<IIIIBB", header[4:22])
        require(1 <= kind <= 5 and raw_size <= MAX_RAW[kind] and 0 < count <= 65535, "a block header cannot be")
        end = offset + 32 + sealed_size
        require(end <= len(self.data), f"the block at {offset} is cut")
        try:
            plain = self.cipher.decrypt(struct.pack("<QI", counter, 0), self.data[offset + 32 : end], self.id + header[:28])
        except InvalidTag:
            raise Damaged(f"wrong seal of the block at {offset}") from None
        table = Cursor(plain)
        entries = [(table.u8(), table.varint()) for _ in range(count)]
        require(sum(size for _, size in entries) == raw_size, "a table does not sum to the raw size")
        payload = table.bytes(table.left())
        require(len(payload) <= raw_size and codec in (0, 1), "a payload cannot be")
        if codec == 1:
            payload = zstandard.ZstdDecompressor().decompress(payload, max_output_size=raw_size)
        require(len(payload) == raw_size, "a payload has the wrong size")
        cursor = Cursor(payload)
        return counter, kind, [(k, cursor.bytes(size)) for k, size in entries], end

    def footer(self):
        """(count of blocks, offset of the index, index blocks, objects), or None when there is no footer."""
        footer = self.data[-64:]
        if len(self.data) < 96 + 64 or footer[:8] != b"BKSPLEND":
            return None
        if crc32c(footer[:60]) != struct.unpack("<I", footer[60:])[0]:
            return None
        version, size, blocks, index_offset, index_blocks, objects, id_ = struct.unpack("<HHIQII16s", footer[8:48])
        require(version == 1 and size == 64 and id_ == self.id, "the footer does not fit")
        return blocks, index_offset, index_blocks, objects

    def index(self):
        """Of each block (offset, size, kind, [(object kind, size, name or None)]), as the container's end says."""
        blocks, offset, index_blocks, objects = self.footer()
        data = b""
        for i in range(index_blocks):
            counter, kind, pieces, end = self.block(offset)
            require(counter == blocks + i and kind == 4, "the index is not where it should be")
            data += b"".join(piece for _, piece in pieces)
            offset = end
        require(offset == len(self.data) - 64, "the index does not end at the footer")
        cursor = Cursor(data)
        listed = []
        at = 96
        for _ in range(cursor.varint()):
            size, kind, count = cursor.varint(), cursor.u8(), cursor.varint()
            entries = []
            for _ in range(count):
                object_kind, object_size = cursor.u8(), cursor.varint()
                entries.append((object_kind, object_size, cursor.name() if object_kind <= VERSION else None))
            listed.append((at, size, kind, entries))
            at += size
        cursor.end()
        require(len(listed) == blocks and sum(len(b[3]) for b in listed) == objects, "index and footer do not agree")
        return listed

    def objects(self):
        """Every (kind, name or None, bytes); by the index where there is one."""
        if self.footer() is None:
            yield from self.scan()
            return
        for offset, size, _, entries in self.index():
            _, _, objects, end = self.block(offset)
            require(end == offset + size and len(objects) == len(entries), "index and block do not agree")
            for (kind, data), (listed_kind, listed_size, name) in zip(objects, entries):
                require(kind == listed_kind and len(data) == listed_size, "index and block do not agree")
                yield kind, name, data

    def scan(self):
        """Of a container that was not finished: its whole blocks. Version records have no name then."""
        offset = 96
        while True:
            try:
                _, _, objects, offset = self.block(offset)
            except Damaged:
                return
            for kind, data in objects:
                key = {CHUNK: self.keys.chunk, NODE: self.keys.node}.get(kind)
                if kind != INDEX:
                    yield kind, digest(key, data) if key else None, data


class Store:
    def __init__(self, data, key_file):
        self.data = data
        self.keys = Keys(key_file)
        self.chunks, self.nodes, self.versions, self.points = {}, {}, {}, {}
        self.containers = []
        for area in ("full", "delta"):
            for path in sorted((data / "store" / area).glob("??/*.[bd][dt]f")):
                self.containers.append(Container(path, self.keys))
        for container in self.containers:
            for kind, name, content in container.objects():
                if kind == POINT:
                    record = cbor2.loads(content)
                    require(record["version"] == 1, "a point record of an unknown version")
                    self.points[record["point"]] = record
                else:
                    {CHUNK: self.chunks, NODE: self.nodes, VERSION: self.versions}[kind][name] = content

    def items(self, name, kind, level=None):
        """The leaf items of the tree with the root name."""
        require(name in self.nodes, f"node {name.hex()} is missing")
        cursor = Cursor(self.nodes[name])
        require(cursor.left() <= MAX_NODE, "a node is too large")
        require(cursor.u8() == kind, "a node is of another kind")
        own_level = cursor.u8()
        require(own_level <= 12 and level in (None, own_level), "a node is of another level")
        require(cursor.left() or own_level == 0, "a node has no children")
        while cursor.left():
            item = cursor.sized()
            require(item, "an item is empty")
            if own_level == 0:
                yield item
                continue
            child = Cursor(item)
            child_name, count, _, _ = child.name(), child.varint(), child.varint(), child.sized()
            child.end()
            seen = 0
            for leaf in self.items(child_name, kind, own_level - 1):
                seen += 1
                yield leaf
            require(seen == count, "a node has another count of items than its parent says")

    def directory(self, name):
        last = b""
        for item in self.items(name, DIRECTORY_TREE):
            entry = read_entry(item)
            require(entry["name"] > last, "a directory is not in order")
            last = entry["name"]
            yield entry

    def extents(self, signature):
        """Of a version: (chunk name or None, offset, length)."""
        require(signature in self.versions, f"version {signature.hex()} is missing")
        cursor = Cursor(self.versions[signature])
        size, count, form = cursor.varint(), cursor.varint(), cursor.u8()
        require(form in (0, 1), "a version record of an unknown form")
        if form == 0:
            items = [cursor.sized() for _ in range(count)]
        else:
            items = list(self.items(cursor.name(), EXTENT_TREE))
        while cursor.left():
            cursor.varint(), cursor.sized()
        require(len(items) == count, "a version has another count of extents")
        for item in items:
            extent = Cursor(item)
            kind, length = extent.u8(), extent.varint()
            require(kind in (0, 1) and length > 0, "an extent cannot be")
            chunk, offset = (extent.name(), extent.varint()) if kind == 0 else (None, 0)
            extent.end()
            size -= length
            yield chunk, offset, length
        require(size == 0, "the extents of a version are not its size")

    def pieces(self, entry):
        """The content of a file: bytes, and for holes their length."""
        if entry["size"] == 0:
            return
        if entry["size"] <= LEAF:
            require(entry["content"] in self.chunks, f"chunk {entry['content'].hex()} is missing")
            yield self.chunks[entry["content"]]
            return
        for chunk, offset, length in self.extents(entry["content"]):
            if chunk is None:
                yield length
                continue
            require(chunk in self.chunks, f"chunk {chunk.hex()} is missing")
            require(offset + length <= len(self.chunks[chunk]), "an extent goes past its chunk")
            yield self.chunks[chunk][offset : offset + length]

    def content(self, entry):
        content = b"".join(bytes(piece) for piece in self.pieces(entry))
        require(len(content) == entry["size"], "a file has another size than its entry says")
        return content

    def system_information(self, point):
        """The document, or None."""
        system = self.points[point].get("system_information")
        if system is None:
            return None
        require(len(system["signature"]) == 32 and 0 < system["size"] <= 16 << 20, "a system information cannot be")
        content = self.content({"size": system["size"], "content": system["signature"]})
        require(self.keys.signature(content) == system["signature"], "a system information has another signature")
        return content

    def root(self, point):
        require(point in self.points, f"no point {point}")
        entry = read_entry(self.points[point]["root"], is_root=True)
        return entry, read_hint(self.points[point]["root_hint"])

    def walk(self, entry, hint, path=b""):
        """(path, entry, hint) of everything beneath a directory, a directory before what is in it."""
        entries = list(self.directory(entry["content"]))
        hints = [None] * len(entries)
        if hint and hint["hints"] != bytes(32):
            hints = [read_hint(item) for item in self.items(hint["hints"], HINT_TREE)]
        require(len(entries) == len(hints), "a directory has other hints than entries")
        for child, child_hint in zip(entries, hints):
            yield path + child["name"], child, child_hint
            if child["type"] == DIRECTORY:
                yield from self.walk(child, child_hint, path + child["name"] + b"/")


def read_entry(item, is_root=False):
    cursor = Cursor(item)
    entry = {"name": cursor.sized(), "type": cursor.u8(), "flags": cursor.u8(), "mode": cursor.varint()}
    name = entry["name"]
    safe = 0 < len(name) < 256 and name not in (b".", b"..") and b"/" not in name and b"\0" not in name
    require(name == b"/" if is_root else safe, "an entry has a name that none can have")
    require(FILE <= entry["type"] <= BLOCK and entry["mode"] <= 0o7777, "an entry has a type or mode that cannot be")
    entry["uid"], entry["gid"] = cursor.varint(), cursor.varint()
    entry["time"] = (cursor.svarint(), cursor.varint())
    require(entry["time"][1] < 10**9, "an entry has a time that cannot be")
    if entry["type"] == FILE:
        entry["size"] = cursor.varint()
        entry["content"] = cursor.name() if entry["size"] else None
    elif entry["type"] == DIRECTORY:
        entry["content"] = cursor.name()
    elif entry["type"] == SYMLINK:
        entry["target"] = cursor.sized()
    elif entry["type"] in (CHARACTER, BLOCK):
        entry["device"] = (cursor.varint(), cursor.varint())
    entry["attributes"] = []
    if entry["flags"] & 8:
        for _ in range(cursor.varint()):
            kind, data = cursor.varint(), Cursor(cursor.sized())
            if kind == 1:
                attribute = data.sized()
                entry["attributes"].append((attribute, data.bytes(data.left())))
    cursor.end()
    return entry


def read_hint(item):
    cursor = Cursor(item)
    hint = {"flags": cursor.u8(), "inode": cursor.varint(), "changed": (cursor.svarint(), cursor.varint())}
    if hint["flags"] & 1:
        hint["born"] = (cursor.svarint(), cursor.varint())
        hint["hints"] = cursor.name()
    if hint["flags"] & 4:
        hint["file system"] = cursor.bytes(16)
    cursor.end()
    return hint


def shown(data):
    """Bytes for a terminal: printable ASCII as it is, the rest escaped."""
    return "".join(chr(b) if 0x20 < b < 0x7F and b != 0x5C or b == 0x20 else f"\\x{b:02x}" for b in data)


def shown_time(seconds, nanoseconds=0):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{nanoseconds:09}"


def print_points(store):
    for number, point in sorted(store.points.items()):
        print(f"point {number} of client {point['client']} \"{point['client_name']}\", host {point['host']}, base {point['base']}")
        for key in ("started", "ended"):
            print(f"  {key} {shown_time(*divmod(point[key], 10**9))} UTC ({point['zone']})")
        print(f"  agent {point['agent']}, lease {point['lease']}")
        for key in ("selection", "exclude"):
            print(f"  {key} {', '.join(shown(path) for path in point[key])}")
        for key in ("users", "groups"):
            print(f"  {key} {', '.join(f'{n} {shown(name)}' for n, name in sorted(point[key].items()))}")
        if (system := store.system_information(number)) is not None:
            print(f"  system information {shown(system)}")
        statistics = {key: value for key, value in point["statistics"].items() if value}
        print(f"  {', '.join(f'{key} {value}' for key, value in statistics.items())}")


FLAGS = {1: "linked", 2: "sparse", 4: "inconsistent", 16: "partial", 32: "carried"}


def line_of(store, path, entry, hint):
    line = f"{' fdlpscb'[entry['type']]} {entry['mode']:04o} {entry['uid']} {entry['gid']} {shown_time(*entry['time'])}"
    if entry["type"] == FILE:
        line += f" {entry['size']} {hashlib.sha256(store.content(entry)).hexdigest()[:16]}"
    line += f" {shown(path)}"
    if entry["type"] == SYMLINK:
        line += f" -> {shown(entry['target'])}"
    if "device" in entry:
        line += f" ({entry['device'][0]}, {entry['device'][1]})"
    for name, value in entry["attributes"]:
        line += f" [{shown(name)}={shown(value)}]"
    flags = [text for bit, text in FLAGS.items() if entry["flags"] & bit]
    return line + (f" {{{', '.join(flags)}}}" if flags else "") + (f" inode {hint['inode']}" if hint else "")


def print_list(store, point):
    root, hint = store.root(point)
    print(line_of(store, b"/", root, hint))
    for path, entry, child_hint in store.walk(root, hint):
        print(line_of(store, path, entry, child_hint))


def verify(store):
    """Checks all that can be checked; prints a line of counts, or raises Damaged."""
    for name, content in store.chunks.items():
        require(digest(store.keys.chunk, content) == name, f"chunk {name.hex()} is not what its name says")
    for name, content in store.nodes.items():
        require(digest(store.keys.node, content) == name, f"node {name.hex()} is not what its name says")
    for name in store.versions:
        pieces = []
        for chunk, offset, length in store.extents(name):
            pieces.append(store.chunks[chunk][offset : offset + length] if chunk else bytes(length))
        require(store.keys.signature(b"".join(pieces)) == name, f"version {name.hex()} is not what its name says")
    entries = 0
    for point in store.points:
        store.system_information(point)
        for _, entry, _ in store.walk(*store.root(point)):
            entries += 1
            if entry["type"] == FILE:
                content = store.content(entry)
                require(not content or store.keys.signature(content) == entry["content"], "a file has another signature")
    for container in store.containers:
        if container.path.suffix == ".dtf":
            mirror = store.data / "store" / "mirror" / container.path.parent.name / container.path.name
            require(mirror.read_bytes() == container.data, f"{mirror} differs from its original")
    print(f"good: {len(store.containers)} containers, {len(store.chunks)} chunks, {len(store.nodes)} nodes, "
          f"{len(store.versions)} versions, {len(store.points)} points, {entries} entries")


def write_file(store, entry, path):
    with open(path, "xb") as file:
        for piece in store.pieces(entry):
            if isinstance(piece, int):
                file.seek(piece, os.SEEK_CUR)
            else:
                file.write(piece)
        file.truncate(entry["size"])


def make(store, entry, path):
    """Makes one entry at path; False when only root could."""
    try:
        if entry["type"] == FILE:
            write_file(store, entry, path)
        elif entry["type"] == DIRECTORY:
            os.mkdir(path)
        elif entry["type"] == SYMLINK:
            os.symlink(entry["target"], path)
        elif entry["type"] == FIFO:
            os.mkfifo(path)
        elif entry["type"] == SOCKET:
            os.mknod(path, stat.S_IFSOCK)
        else:
            kind = stat.S_IFCHR if entry["type"] == CHARACTER else stat.S_IFBLK
            os.mknod(path, kind, os.makedev(*entry["device"]))
    except PermissionError:
        return False
    return True


def set_metadata(entry, path):
    """Owner and attributes where the caller may; mode and time always."""
    try:
        os.chown(path, entry["uid"], entry["gid"], follow_symlinks=False)
    except OSError:
        pass
    for name, value in entry["attributes"]:
        try:
            os.setxattr(path, name, value, follow_symlinks=False)
        except OSError:
            print(f"attribute not written: {shown(name)} of {shown(path)}", file=sys.stderr)
    if entry["type"] != SYMLINK:
        os.chmod(path, entry["mode"])
    os.utime(path, ns=(0, entry["time"][0] * 10**9 + entry["time"][1]), follow_symlinks=False)


def extract(store, point, target):
    root, hint = store.root(point)
    top = os.fsencode(target)
    os.mkdir(top)
    made = [(top, root)]
    inodes = {}
    for path, entry, child_hint in store.walk(root, hint):
        path = top + b"/" + path
        inode = child_hint["inode"] if child_hint and entry["flags"] & 1 else None
        if inode in inodes:
            os.link(inodes[inode], path, follow_symlinks=False)
        elif make(store, entry, path):
            made.append((path, entry))
            if inode is not None:
                inodes[inode] = path
        else:
            print(f"not made: {shown(path)}", file=sys.stderr)
    for path, entry in reversed(made):
        set_metadata(entry, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--key", type=pathlib.Path)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("points", "verify", "report"):
        commands.add_parser(name)
    commands.add_parser("list").add_argument("point", type=int)
    extracting = commands.add_parser("extract")
    extracting.add_argument("point", type=int)
    extracting.add_argument("to")
    arguments = parser.parse_args()
    try:
        store = Store(arguments.data, arguments.key or arguments.data / "keys" / "repository.key")
        if arguments.command in ("points", "report"):
            print_points(store)
        if arguments.command == "list":
            print_list(store, arguments.point)
        if arguments.command == "report":
            for point in sorted(store.points):
                print(f"\npoint {point} holds")
                print_list(store, point)
            print()
        if arguments.command in ("verify", "report"):
            verify(store)
        if arguments.command == "extract":
            extract(store, arguments.point, arguments.to)
    except (Damaged, OSError, KeyError, zstandard.ZstdError, cbor2.CBORDecodeError) as error:
        print(f"read_store: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
