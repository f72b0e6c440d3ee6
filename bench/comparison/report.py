"""Tables for people, of what a results file says."""

import statistics
from collections import defaultdict

OWN, PEERS = "backspool", ("restic", "borg")
NAMES = {"backspool": "Backspool", "restic": "restic", "borg": "borg"}
BOUNDS = ("looking at everything", "tar | zstd -1", "cp -a", "find")
WORKS = {
    "first": "first backup",
    "unchanged": "nothing changed",
    "second-client": "second client, same files",
    "restore": "restore all",
    "changed": "1 % changed",
    "one-file": "one file of the oldest point",
    "chmod": "chmod -R over half of the files",
    "rows": "500 rows of a database updated",
    "restore-database": "restore the database",
    "rows-again": "500 other rows updated",
    "insertions": "10 bytes inserted at 100 places",
    "fifty": "50 files changed",
}
TREES = {"files": "small and middling files", "large": "large files", "small": "generated small files",
         "database": "database in use", "text": "long text", "many": "small files, with a log of what is written"}


def render(lines, markdown):
    """The whole report as text."""
    run = next(line for line in lines if line["kind"] == "run")
    table = _markdown_table if markdown else _plain_table
    parts = [_machine(run)]
    for tree, title in TREES.items():
        of_tree = [line for line in lines if line["kind"] == "figures" and line["tree"] == tree]
        if not of_tree:
            continue
        about = run["trees"][tree]
        parts.append(f"{'### ' if markdown else ''}{about['files']:,} {title}, {_bytes(about['bytes'])}")
        figures = _collect(of_tree)
        for heading, rows in (_times(figures), _wire(figures), _stored(figures), _memory(figures)):
            if len(rows) > 0:
                parts.append(table(heading, rows))
    failures = [line for line in lines if line["kind"] == "failure"]
    parts += [f"FAILED: {line['contender']}, {line['work']} ({line['tree']}, round {line['round']}): {line['error']}"
              for line in failures]
    return "\n\n".join(parts) + "\n"


def _collect(lines):
    """figures[work][contender][field]: the values of all rounds."""
    figures = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for line in lines:
        for field, value in line.items():
            if field not in ("kind", "tree", "round", "work", "contender") and value is not None:
                figures[line["work"]][line["contender"]][field].append(value)
    return figures


def _median(figures, work, contender, field):
    values = figures[work][contender][field]
    return statistics.median(values) if values else None


def _machine(run):
    versions = ", ".join(dict.fromkeys(run["versions"].values()))
    text = (f"{run['date']}; {run['cores']} cores of {run['processor']}, {_bytes(run['memory_bytes'])} of memory, "
            f"Linux {run['kernel']}, {run['file_system']}; {versions}; commit {run['commit']}; "
            f"size {run['size']}, medians of {run['rounds']} interleaved rounds")
    if run["load_before"] > 0.5 * run["cores"]:
        text += f"; the machine was busy before (load {run['load_before']:.1f}): times are not to be trusted"
    return text + "."


def _times(figures):
    heading = ["seconds", *NAMES.values(), "bound", *(f"{name} : Backspool" for name in PEERS), "Backspool : bound"]
    rows = []
    for work, title in WORKS.items():
        if work not in figures:
            continue
        seconds = {name: _median(figures, work, name, "seconds") for name in (OWN, *PEERS)}
        bound_name = next((name for name in BOUNDS if figures[work][name]["seconds"]), None)
        bound = _median(figures, work, bound_name, "seconds") if bound_name else None
        rows.append([title, *(_seconds(seconds[name]) for name in NAMES),
                     f"{_seconds(bound)} ({bound_name})" if bound_name else "",
                     *(_ratio(seconds[name], seconds[OWN]) for name in PEERS), _ratio(seconds[OWN], bound)])
    return heading, rows


def _wire(figures):
    heading = ["bytes to the service / from it", *NAMES.values(), *(f"{name} : Backspool" for name in PEERS)]
    rows = []
    for work, title in WORKS.items():
        both = {}
        for name in NAMES:
            there = _median(figures, work, name, "to_service")
            back = _median(figures, work, name, "from_service")
            both[name] = (there, back) if there is not None else None
        if not any(both.values()):
            continue
        total = {name: sum(pair) if pair else None for name, pair in both.items()}
        rows.append([title, *(f"{_bytes(pair[0])} / {_bytes(pair[1])}" if pair else "" for pair in both.values()),
                     *(_ratio(total[name], total[OWN]) for name in PEERS)])
    return heading, rows


def _stored(figures):
    heading = ["bytes stored afterwards", *NAMES.values(), "bound", "Backspool : smaller peer"]
    rows = []
    for work, title in WORKS.items():
        stored = {name: _median(figures, work, name, "stored") for name in NAMES}
        if work in ("restore", "one-file", "restore-database") or not any(stored.values()):
            continue
        bound = _median(figures, work, "tar | zstd -1", "stored")
        peers = [stored[name] for name in PEERS if stored[name]]
        rows.append([title, *(_bytes(stored[name]) for name in NAMES), _bytes(bound),
                     _ratio(stored[OWN], min(peers, default=None))])
    return heading, rows


def _memory(figures):
    heading = ["most memory, client / service", *NAMES.values()]
    rows = []
    for work, title in WORKS.items():
        cells = []
        for name in NAMES:
            of_contender = figures[work][name] if work in figures else {}
            client, service = (max(of_contender.get(field) or [0]) for field in ("client_peak", "service_peak"))
            cells.append(f"{_bytes(client)} / {_bytes(service)}" if client else "")
        if any(cells):
            rows.append([title, *cells])
    return heading, rows


def _seconds(value):
    if value is None:
        return ""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _ratio(above, below):
    if not above or not below:
        return ""
    ratio = above / below
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _bytes(value):
    if value is None:
        return ""
    for unit, size in ("GB", 1e9), ("MB", 1e6), ("kB", 1e3):
        if value >= size:
            return f"{value / size:.3g} {unit}" if value < 1000 * size else f"{value / size:.0f} {unit}"
    return f"{value:.0f} B"


def _plain_table(heading, rows):
    table = [heading, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heading))]

    def line(row):
        return "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))])

    return "\n".join([line(heading), "  ".join("-" * width for width in widths), *map(line, rows)])


def _markdown_table(heading, rows):
    def line(cells):
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(heading), "| --- |" + " ---: |" * (len(heading) - 1), *map(line, rows)])
