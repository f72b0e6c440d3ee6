#!/usr/bin/python3
"""Updates random rows of a database, writes them back from its log, says so, and keeps it open until the end of its input: row_writer.py DATABASE
ROWS SEED."""

import random
import sqlite3
import sys


def main():
    path, rows, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    database = sqlite3.connect(path, isolation_level=None)
    count = database.execute("SELECT count(*) FROM row").fetchone()[0]
    generator = random.Random(seed)
    for row in generator.sample(range(count), rows):
        database.execute("UPDATE row SET version = version + 1, content = ? WHERE id = ?",
                         (f"{generator.getrandbits(8 * 1900):03800x}", row))
    # From the log into the database, as happens by itself some hundred pages later.
    database.execute("PRAGMA wal_checkpoint(PASSIVE)")
    print("written", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
