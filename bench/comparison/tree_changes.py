"""What happens to a tree between two backups. The same seed changes the same bytes."""

import os
import random

from .data_sets import PAGE, sorted_files


def touch_files(tree, share, seed):
    """Writes one page (all of a shorter file) of so many of the files anew; the files, named from the tree on, with
    the content that the first of them had before."""
    generator = random.Random(seed)
    files = [file for file in sorted_files(tree) if os.path.getsize(file) > 0]
    chosen = sorted(generator.sample(files, max(1, round(len(files) * share))))
    with open(chosen[0], "rb") as file:
        before = file.read()
    for file in chosen:
        size = os.path.getsize(file)
        _write_pages(file, [generator.randrange((size + PAGE - 1) // PAGE)], size, generator)
    return [os.path.relpath(file, tree) for file in chosen], before


def overwrite_pages(tree, share, seed):
    """Writes so many of all pages of all files anew, wherever they are (a database, a machine's disk); see
    touch_files()."""
    generator = random.Random(seed)
    files = list(sorted_files(tree))
    changed, before = [], None
    for file in files:
        size = os.path.getsize(file)
        pages = (size + PAGE - 1) // PAGE
        chosen = sorted(generator.sample(range(pages), round(pages * share)))
        if not chosen:
            continue
        if before is None:
            with open(file, "rb") as source:
                before = source.read()
        _write_pages(file, chosen, size, generator)
        changed.append(os.path.relpath(file, tree))
    return changed, before


def _write_pages(file, pages, size, generator):
    with open(file, "r+b", buffering=0) as target:
        for page in pages:
            target.seek(page * PAGE)
            target.write(generator.randbytes(min(PAGE, size - page * PAGE)))


def insert_bytes(tree, places, length, seed):
    """Inserts so many bytes at each of so many random places of every file."""
    generator = random.Random(seed)
    for path in sorted_files(tree):
        with open(path, "rb") as file:
            content = file.read()
        pieces, at = [], 0
        for place in sorted(generator.sample(range(len(content)), places)):
            pieces += [content[at:place], bytes(generator.choices(b"abcdefghij", k=length))]
            at = place
        with open(path, "wb") as file:
            file.writelines([*pieces, content[at:]])


def append_to_files(tree, count, seed):
    """Writes a line to so many files."""
    for path in random.Random(seed).sample(list(sorted_files(tree)), count):
        with open(path, "a") as file:
            file.write("and one more line\n")


def change_modes(tree, most):
    """`chmod -R g+w` over so many files; how many it met."""
    count = 0
    for file in sorted_files(tree):
        if count == most:
            break
        os.chmod(file, os.stat(file).st_mode ^ 0o020)
        count += 1
    return count
