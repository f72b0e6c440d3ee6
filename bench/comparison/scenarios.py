"""The pieces of work, one after the other in each round, each by all contenders before the next begins."""

import contextlib
import os
import sqlite3
import subprocess
import time

from . import tree_changes
from .contender import NotApplicable, read_all, remove_tree
from .processes import CommandFailed, sync_file_system

CHANGED_SHARE = 0.01
# What changed within a minute before a backup is read again by Backspool's next one. A user's tree is older than that.
SETTLED_AFTER = 61
# The agent waits until nobody has written to a file for five seconds. What users changed before their hourly backup is older.
LEFT_ALONE_AFTER = 6
SEED = 1
# Trees that an agent of ours protects all the time, which knows what is written.
WATCHED = ("database", "text", "many")


class Round:
    """One tree, copied for this round if it is going to change, and what the pieces of work know of each other."""

    def __init__(self, number, tree_name, source, folder, is_copied=True):
        self.number = number
        self.tree_name = tree_name
        self.folder = folder
        # Named after the tree for restores: they bring back its last name.
        self.tree = os.path.join(folder, "client", tree_name) if is_copied else source
        self.second_tree = os.path.join(folder, "second", tree_name)
        self.target = os.path.join(folder, "restored")
        self.points = {}      # contender: its first point
        self.newest = {}      # contender: its last point
        self.changed = []     # files, from the tree on, the first of them with this content before
        self.before = b""
        self.settled = 0.0    # when all of the tree is older than a minute
        os.makedirs(folder)
        if is_copied:
            _copy(source, self.tree)
            self.settled = time.monotonic() + SETTLED_AFTER


def _copy(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    subprocess.run(["cp", "--archive", "--", source, target], check=True)
    sync_file_system(os.path.dirname(target))


def _read_restored(path):
    with open(path, "rb") as file:
        return file.read()


class Work:
    """One piece of work: what happens before it, and what a contender does."""

    needs = ()
    trees = ("files", "large")

    def prepare(self, round_):
        """Once, before the contenders; not measured."""

    def carry_out(self, round_, contender):
        """Gives the figures. Errors: NotApplicable, CommandFailed."""
        raise NotImplementedError

    def finish(self, round_):
        """Once, after the contenders."""


class FirstBackup(Work):
    name = "first"
    trees = ("files", "large", *WATCHED)

    def prepare(self, round_):
        time.sleep(max(0.0, round_.settled - time.monotonic()))

    def carry_out(self, round_, contender):
        point, figures = contender.backup("first", round_.tree)
        round_.points[contender.name] = round_.newest[contender.name] = point
        return figures


class NothingChanged(Work):
    name = "unchanged"
    needs = ("first",)
    trees = ("files", "large", "many")

    def carry_out(self, round_, contender):
        point, figures = contender.backup_again("first", round_.tree)
        round_.newest[contender.name] = point
        return figures


class SecondClient(Work):
    """Another computer with the same files: other inodes, another folder, a client that was never there."""

    name = "second-client"
    needs = ("first",)

    def prepare(self, round_):
        _copy(round_.tree, round_.second_tree)
        read_all(round_.second_tree)

    def carry_out(self, round_, contender):
        if contender.name not in round_.newest or contender.is_bound:
            raise NotApplicable
        return contender.backup("second", round_.second_tree)[1]


class RestoreAll(Work):
    name = "restore"
    needs = ("first",)

    def carry_out(self, round_, contender):
        figures = contender.restore("first", round_.newest.get(contender.name), round_.tree, round_.target)
        # All bytes in the first round; a restore that says it is done and is not would show there.
        restored = os.path.join(round_.target, round_.tree_name)
        if round_.number == 1:
            found = subprocess.run(["diff", "--recursive", "--brief", "--no-dereference", round_.tree, restored],
                                   capture_output=True, text=True)
            if found.returncode != 0:
                raise CommandFailed(f"the restored tree differs: {(found.stdout + found.stderr)[:1000]}")
        return figures


class OnePercentChanged(Work):
    name = "changed"
    needs = ("first",)

    def prepare(self, round_):
        change = tree_changes.overwrite_pages if round_.tree_name == "large" else tree_changes.touch_files
        round_.changed, round_.before = change(round_.tree, CHANGED_SHARE, SEED + round_.number)

    def carry_out(self, round_, contender):
        if contender.is_bound:
            raise NotApplicable
        point, figures = contender.backup("first", round_.tree)
        round_.newest[contender.name] = point
        return figures


class OneFileOfOldestPoint(Work):
    name = "one-file"
    needs = ("first", "changed")

    def carry_out(self, round_, contender):
        place, figures = contender.restore_file("first", round_.points.get(contender.name), round_.tree,
                                                round_.changed[0], round_.target)
        if _read_restored(place) != round_.before:
            raise CommandFailed(f"{place} is not as it was at the first backup")
        return figures


class ModesChanged(Work):
    """`chmod -R` over half of the files."""

    name = "chmod"
    needs = ("first",)
    trees = ("files",)

    def prepare(self, round_):
        count = sum(len(files) for _, _, files in os.walk(round_.tree))
        tree_changes.change_modes(round_.tree, count // 2)

    def carry_out(self, round_, contender):
        if contender.is_bound:
            raise NotApplicable
        return contender.backup("first", round_.tree)[1]


class BackupAgain(Work):
    """A backup after something was written."""

    needs = ("first",)

    def carry_out(self, round_, contender):
        if contender.is_bound:
            raise NotApplicable
        point, figures = contender.backup("first", round_.tree)
        round_.newest[contender.name] = point
        return figures


class RowsUpdated(BackupAgain):
    """500 random rows of a database, each in a transaction of its own, by a program that stays there."""

    name = "rows"
    trees = ("database",)
    rows = 500
    seed = SEED

    def prepare(self, round_):
        self._writer = subprocess.Popen(["/usr/bin/python3", os.path.join(os.path.dirname(__file__), "row_writer.py"),
                                         os.path.join(round_.tree, "rows.sqlite"), str(self.rows), str(self.seed + round_.number)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self._writer.stdout.readline() != b"written\n":
            raise CommandFailed("the rows could not be updated")

    def finish(self, round_):
        self._writer.communicate()


class RowsUpdatedAgain(RowsUpdated):
    """The next 500: of the file's last version more is known by now than of its first."""

    name = "rows-again"
    needs = ("first", "rows")
    seed = SEED + 1000


class RestoreDatabase(Work):
    """It must be whole, and hold the updated rows."""

    name = "restore-database"
    needs = ("first", "rows")
    trees = ("database",)

    def carry_out(self, round_, contender):
        if contender.is_bound:
            raise NotApplicable
        figures = contender.restore("first", round_.newest[contender.name], round_.tree, round_.target)
        with contextlib.closing(sqlite3.connect(os.path.join(round_.target, round_.tree_name, "rows.sqlite"))) as database:
            if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise CommandFailed("the restored database is damaged")
            found = database.execute("SELECT count(*) FROM row WHERE version > 0").fetchone()[0]
            if found != RowsUpdated.rows:
                raise CommandFailed(f"the restored database has {found} updated rows")
        return figures


class TextInserted(BackupAgain):
    """1,000 bytes in a long text, at 100 random places."""

    name = "insertions"
    trees = ("text",)

    def prepare(self, round_):
        tree_changes.insert_bytes(round_.tree, places=100, length=10, seed=SEED + round_.number)
        time.sleep(LEFT_ALONE_AFTER)


class FiftyChanged(BackupAgain):
    """50 of very many files."""

    name = "fifty"
    trees = ("many",)

    def prepare(self, round_):
        tree_changes.append_to_files(round_.tree, 50, SEED + round_.number)
        time.sleep(LEFT_ALONE_AFTER)


# In the order in which they are done.
ALL = (FirstBackup(), NothingChanged(), SecondClient(), RestoreAll(), OnePercentChanged(), OneFileOfOldestPoint(),
       ModesChanged(), RowsUpdated(), RestoreDatabase(), RowsUpdatedAgain(), TextInserted(), FiftyChanged())


def with_needs(names):
    """The pieces of work of these names and those that they need, in their order."""
    wanted = set(names)
    for work in ALL:
        if work.name in names:
            wanted.update(work.needs)
    return [work for work in ALL if work.name in wanted]


class Runner:
    """Runs rounds, and gives each figure to a recorder as soon as it is there."""

    def __init__(self, folder, contenders, recorder, say):
        self._folder = folder
        self._contenders = contenders  # classes
        self._recorder = recorder
        self._say = say

    def run_rounds(self, tree_name, source, names, rounds, keep=False):
        """Each with a new copy of the tree and new repositories."""
        works = [work for work in with_needs(names) if tree_name in work.trees]
        for number in range(1, rounds + 1):
            folder = os.path.join(self._folder, f"{tree_name}-{number}")
            try:
                round_ = Round(number, tree_name, source, folder)
                with contextlib.ExitStack() as stack:
                    contenders = self._start(stack, round_)
                    for work in works:
                        self._do(round_, work, contenders, shown=work.name in names)
            finally:
                if not keep:
                    remove_tree(folder)

    def run_unchanged(self, tree_name, source, rounds, keep=False):
        """One first backup, then the same unchanged tree again and again."""
        folder = os.path.join(self._folder, tree_name)
        try:
            round_ = Round(1, tree_name, source, folder, is_copied=False)
            with contextlib.ExitStack() as stack:
                contenders = self._start(stack, round_)
                self._do(round_, FirstBackup(), contenders, shown=True)
                for number in range(1, rounds + 1):
                    round_.number = number
                    self._do(round_, NothingChanged(), contenders, shown=True)
        finally:
            if not keep:
                remove_tree(folder)

    def _start(self, stack, round_):
        started = []
        for contender in self._contenders:
            state = os.path.join(round_.folder, contender.name.replace(" ", "").replace("|", "-"))
            try:
                started.append(stack.enter_context(contender(state)))
            except CommandFailed as error:
                self._failed(round_, "start", contender.name, error)
        return started

    def _do(self, round_, work, contenders, shown):
        work.prepare(round_)
        sync_file_system(round_.folder)
        first = (round_.number - 1) % max(1, len(contenders))
        for contender in contenders[first:] + contenders[:first]:
            os.makedirs(round_.target)
            read_all(round_.tree)
            contender.warm()
            try:
                figures = work.carry_out(round_, contender)
            except NotApplicable:
                continue
            except CommandFailed as error:
                self._failed(round_, work.name, contender.name, error)
                contender.stop()
                contenders.remove(contender)
            else:
                self._say(f"{round_.tree_name} {round_.number}: {work.name}: {contender.name}: {figures.seconds:.2f} s")
                if shown:
                    self._recorder.figures(round_, work.name, contender.name, figures)
            finally:
                remove_tree(round_.target)
        work.finish(round_)

    def _failed(self, round_, work, contender, error):
        self._say(f"{round_.tree_name} {round_.number}: {work}: {contender} FAILED: {error}")
        self._recorder.failure(round_, work, contender, error)
