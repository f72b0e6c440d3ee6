"""Results as JSON lines: a line of kind "run" (machine, versions, trees), then one for each piece of work done
("figures") or not ("failure")."""

import dataclasses
import json
import os


class Recorder:
    """Writes each line when it is known: what a stopped benchmark measured is there."""

    def __init__(self, path, run):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.path = path
        self._write({"kind": "run", **run})

    def figures(self, round_, work, contender, figures):
        self._write({"kind": "figures", "tree": round_.tree_name, "round": round_.number, "work": work,
                     "contender": contender, **dataclasses.asdict(figures)})

    def failure(self, round_, work, contender, error):
        self._write({"kind": "failure", "tree": round_.tree_name, "round": round_.number, "work": work,
                     "contender": contender, "error": str(error)})

    def _write(self, line):
        with open(self.path, "a") as file:
            file.write(json.dumps(line) + "\n")


def read(path):
    with open(path) as file:
        return [json.loads(line) for line in file]
