"""Which tests go to one process: those that share what is dear to set up."""

from xdist.scheduler import LoadScopeScheduling

#: Folders whose tests share a stage; they take longest, so they are begun first.
TOGETHER = ("tests/browser/", "tests/demonstration/", "tests/attack/")


class ByStage(LoadScopeScheduling):  # type: ignore[misc]
    """Gives the tests of a stage to one process, and all others file by file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def place(nodeid: str) -> int:
    """Return when a test is due: the stages first, in their order."""
    folders = [nodeid.startswith(folder) for folder in TOGETHER]
    return folders.index(True) if any(folders) else len(folders)
